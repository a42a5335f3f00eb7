import { escapeHtml } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { pastDate } from '../dates.ts'
import { multipartEntity, textEntity } from '../mime.ts'
import type { Brand, Story } from '../phrases/brand.ts'
import { englishBrands } from '../phrases/newslettersEnglish.ts'
import { italianBrands } from '../phrases/newslettersItalian.ts'
import { otherBrands } from '../phrases/newslettersOther.ts'
import { random } from '../random.ts'
import type { Entity, Letter } from '../types.ts'

const brands: Brand[] = [...englishBrands, ...italianBrands, ...otherBrands]

/** Where newsletters keep their pictures; nothing answers there. */
const IMAGES = 'https://images.newsletter.example'

type Issue = { brand: Brand; issue: number; stories: Story[]; intro: string; track: string; slug: string }

function storyHtml({ brand, track, slug, issue }: Issue, [title, text]: Story, index: number): string {
  const align = brand.language === 'ar' ? 'right' : 'left'
  const link = `https://go.newsletter.example/${slug}/${issue}/${index + 1}?u=${track}&amp;utm_source=mail`
  return `<tr><td align="${align}" style="padding:0 24px 28px">
<a href="${link}"><img src="${IMAGES}/${slug}/${issue}-${index + 1}.jpg" width="552" alt="${escapeHtml(title)}" style="display:block;width:100%;border:0;border-radius:4px"></a>
<h2 style="margin:14px 0 6px;font:600 20px Georgia,serif;color:#222">${escapeHtml(title)}</h2>
<p style="margin:0 0 12px;font:15px/1.6 Helvetica,Arial,sans-serif;color:#444">${escapeHtml(text)}</p>
<table role="presentation" cellpadding="0" cellspacing="0"><tr><td bgcolor="${brand.colour}" style="border-radius:4px">
<a href="${link}" style="display:inline-block;padding:9px 16px;font:14px Helvetica,Arial,sans-serif;color:#fff;text-decoration:none">${brand.button}</a>
</td></tr></table></td></tr>`
}

function html(issue: Issue): string {
  const { brand, stories, intro, track, slug } = issue
  const direction = brand.language === 'ar' ? 'rtl' : 'ltr'
  const preheader = `${escapeHtml(stories[0]![1])}${'&#847;&zwnj;&nbsp;'.repeat(20)}`
  return `<!DOCTYPE html>
<html lang="${brand.language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(brand.name)}</title>
<style>body{margin:0;background:#f1f1ee}a:hover{opacity:.85}@media (max-width:620px){.card{width:100%!important}}
@media (prefers-color-scheme:dark){body{background:#1b1b1b}}</style></head>
<body><div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#f1f1ee"><tr><td align="center" style="padding:24px 8px">
<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" bgcolor="#ffffff" style="border-radius:6px">
<tr><td bgcolor="${brand.colour}" style="padding:22px 24px;border-radius:6px 6px 0 0"><img src="${IMAGES}/${slug}/logo.png" width="40" height="40" alt="" style="float:${direction === 'rtl' ? 'left' : 'right'}">
<span style="font:700 22px Georgia,serif;color:#fff">${escapeHtml(brand.name)}</span><br>
<span style="font:13px Helvetica,Arial,sans-serif;color:#fff">${escapeHtml(brand.tagline)}</span></td></tr>
<tr><td style="padding:24px;font:16px/1.6 Georgia,serif;color:#333">${escapeHtml(intro)}</td></tr>
${stories.map((story, index) => storyHtml(issue, story, index)).join('\n')}
<tr><td align="center" style="padding:18px 24px;border-top:1px solid #e4e4e0;font:12px/1.6 Helvetica,Arial,sans-serif;color:#888">${escapeHtml(brand.footer)}<br>
<a href="https://go.newsletter.example/${slug}/leave?u=${track}" style="color:#888">${escapeHtml(brand.unsubscribe)}</a></td></tr>
</table><img src="${IMAGES}/open/${track}.gif" width="1" height="1" alt=""></td></tr></table></body></html>`
}

function plain(issue: Issue): string {
  const { brand, stories, intro, track, slug } = issue
  const told = stories.map(
    ([title, text], index) =>
      `${title}\n${text}\nhttps://go.newsletter.example/${slug}/${issue.issue}/${index + 1}?u=${track}`,
  )
  const end = `${brand.footer}\n${brand.unsubscribe}: https://go.newsletter.example/${slug}/leave?u=${track}`
  return [`${brand.name}: ${brand.tagline}`, intro, ...told, `--\n${end}`].join('\n\n')
}

function body(issue: Issue, alternative: boolean): Entity {
  const rich = textEntity({
    text: html(issue),
    subtype: 'html',
    charset: 'utf-8',
    encoding: 'quoted-printable',
  })
  if (!alternative) return rich
  return multipartEntity({
    subtype: 'alternative',
    parts: [textEntity({ text: plain(issue), charset: 'utf-8' }), rich],
  })
}

/** One issue of a newsletter: tables, remote pictures, a counting pixel, and a way out in one click (RFC 8058). */
export function newsletter(context: Context, index: number): Letter[] {
  const rng = random('newsletter', context.seed, index)
  const brand = rng.pick(brands)
  const slug = brand.address.slice(brand.address.indexOf('@') + 1).split('.')[0]!
  const date = pastDate(context.now, 'morning', rng)
  const stories = rng.sample(brand.stories, rng.int(2, 5))
  const issue: Issue = {
    ...{ brand, slug, stories, intro: rng.pick(brand.intros), track: rng.hex(32) },
    // One number a week, so that later issues have higher ones.
    issue: Math.floor(date.getTime() / (7 * 86_400_000)) % 900,
  }
  const subject = rng
    .pick(brand.subjects)
    .replace('{n}', String(issue.issue))
    .replace('{title}', stories[0]![0])
  const alternative = rng.chance(0.85)
  const bounce = `bounce-${issue.track.slice(0, 10)}@newsletter.example`
  return [
    letter(context, {
      folder: rng.pick(['INBOX', 'INBOX', 'INBOX', 'INBOX', 'Archive', 'Deleted']),
      date,
      from: { name: brand.name, address: brand.address },
      subject,
      messageId: messageIdOf(brand.address, context.seed, 'issue', index),
      headerStyle: { encoding: rng.pick(['B', 'Q']) },
      mailer: 'Carrier 4.2',
      headers: [
        ['List-ID', `<${slug}.newsletter.example>`],
        [
          'List-Unsubscribe',
          `<https://go.newsletter.example/${slug}/leave?u=${issue.track}>, <mailto:leave-${slug}@newsletter.example?subject=leave>`,
        ],
        ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
        ['Precedence', 'bulk'],
        ['Feedback-ID', `${issue.issue}:${slug}:newsletter`],
        ['X-Bounce-To', bounce],
      ],
      body: () => body(issue, alternative),
    }),
  ]
}
