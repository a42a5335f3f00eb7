import { escapeHtml, richEntity, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { pastDate } from '../dates.ts'
import { reportPdf } from '../files/papers.ts'
import { fileEntity } from '../mime.ts'
import { shops } from '../phrases/shops.ts'
import type { Shop } from '../phrases/shops.ts'
import { random } from '../random.ts'
import type { Random } from '../random.ts'
import type { Letter } from '../types.ts'

type Order = {
  shop: Shop
  number: string
  lines: { what: string; count: number; price: number }[]
  first: string
}

const money = (value: number, shop: Shop) =>
  shop.language === 'it' ? `€ ${value.toFixed(2).replace('.', ',')}` : `EUR ${value.toFixed(2)}`
const totalOf = ({ lines }: Order) => lines.reduce((sum, { count, price }) => sum + count * price, 0)

function plain(order: Order): string {
  const { shop, lines, first, number } = order
  const rows = lines.map(({ what, count, price }) => `${count} × ${what}   ${money(count * price, shop)}`)
  return [
    shop.greeting.replace('{first}', first),
    `${shop.thanks} ${number}.`,
    rows.join('\n'),
    `${shop.total}: ${money(totalOf(order), shop)}`,
    shop.closing,
  ].join('\n\n')
}

function html(order: Order): string {
  const { shop, lines, first, number } = order
  const cell = 'style="padding:8px 0;border-bottom:1px solid #eee"'
  const rows = lines.map(
    ({ what, count, price }) =>
      `<tr><td ${cell}>${count} × ${escapeHtml(what)}</td><td ${cell} align="right">${money(count * price, shop)}</td></tr>`,
  )
  return `<!DOCTYPE html><html lang="${shop.language}"><head><meta charset="utf-8"></head>
<body style="margin:0;background:#fafafa;font:15px/1.5 Helvetica,Arial,sans-serif;color:#333">
<table role="presentation" width="560" align="center" cellpadding="0" cellspacing="0" bgcolor="#ffffff" style="padding:24px">
<tr><td colspan="2" style="font-size:20px;font-weight:700;color:${shop.colour}">${escapeHtml(shop.name)}</td></tr>
<tr><td colspan="2" style="padding:16px 0">${escapeHtml(shop.greeting.replace('{first}', first))}<br>${escapeHtml(shop.thanks)} <b>${number}</b>.</td></tr>
${rows.join('\n')}
<tr><td style="padding:10px 0"><b>${shop.total}</b></td><td align="right"><b>${money(totalOf(order), shop)}</b></td></tr>
<tr><td colspan="2" style="padding-top:16px;color:#777;font-size:13px">${escapeHtml(shop.closing)}</td></tr>
</table></body></html>`
}

function orderOf(shop: Shop, first: string, rng: Random): Order {
  const lines = rng.sample(shop.goods, rng.int(1, Math.min(4, shop.goods.length))).map(([what, price]) => ({
    what,
    price,
    count: rng.chance(0.8) ? 1 : rng.int(2, 6),
  }))
  return { shop, first, lines, number: `${shop.prefix}${rng.int(10000, 99999)}` }
}

/** An order confirmed or a payment received, some with the receipt as PDF. */
export function receipt(context: Context, index: number): Letter[] {
  const rng = random('receipt', context.seed, index)
  const shop = rng.pick(shops)
  const order = orderOf(shop, context.first, rng)
  const paper = rng.chance(0.25)
  return [
    letter(context, {
      folder: rng.pick(['INBOX', 'INBOX', 'Archive', 'Invoices', 'Deleted']),
      date: pastDate(context.now, 'home', rng),
      from: { name: shop.name, address: shop.address },
      subject: rng.pick(shop.subjects).replace('{number}', order.number),
      messageId: messageIdOf(shop.address, context.seed, 'receipt', index),
      body: () => {
        const body = richEntity(plain(order), html(order))
        if (!paper) return body
        const rows = order.lines.map(
          ({ what, count, price }) => `${count} x ${what}: ${money(count * price, shop)}`,
        )
        const content = reportPdf(`${shop.total} ${money(totalOf(order), shop)}`, rows)
        return withFiles(body, [
          fileEntity({ content, type: 'application/pdf', filename: `${order.number}.pdf` }),
        ])
      },
    }),
  ]
}
