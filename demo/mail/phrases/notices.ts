import type { Language } from '../person.ts'
import type { Rhythm } from '../dates.ts'

/** Short mail from a machine. Words in braces are filled per message; lists in `words` give each its choices. */
export type Notice = {
  name: string
  address: string
  language: Language
  rhythm: Rhythm
  messages: readonly (readonly [subject: string, text: string])[]
  words: Record<string, readonly string[]>
}

const machine = { rhythm: 'machine' as const }
const repository = 'https://github.example/ponte/ponte'

/** Services that write when something happens; the first writes most. */
export const notices: Notice[] = [
  {
    ...{ name: 'GitHub', address: 'notifications@github.example', language: 'en', ...machine },
    messages: [
      [
        '[ponte] {change} (#{n})',
        `Merged #{n} into main. {k} checks passed.\n\n--\nView it on GitHub: ${repository}/pull/{n}`,
      ],
      [
        'Re: [ponte] {change} (#{n})',
        `@{dev} approved this pull request.\n\nReads well. One question about the timeout, otherwise ready.\n\n--\n${repository}/pull/{n}`,
      ],
      [
        'Re: [ponte] {change} (#{n})',
        `@{dev} commented:\n\n> {change}\n\nCould this live in its own file? The session is getting long, and the test would be easier to read.\n\n--\n${repository}/pull/{n}`,
      ],
      [
        '[ponte] {workflow} failed on main',
        `Run {n}{k} of {workflow}: 1 job failed, {k} succeeded.\n\n${repository}/actions/runs/{n}{k}`,
      ],
      [
        '[ponte] {issue} (#{n})',
        `@{dev} opened an issue.\n\nSteps:\n1. Open a folder with many messages\n2. Jump to the middle\n3. Press the arrow key twice\n\nThe row that gets the focus is the one after.\n\n--\n${repository}/issues/{n}`,
      ],
      [
        '[ponte] Release 0.{k}.0',
        `@{dev} published a release.\n\n- {change}\n- Translations, with thanks to the people who wrote them\n\n--\n${repository}/releases/0.{k}.0`,
      ],
    ],
    words: {
      change: [
        'Keep one connection per lane',
        'Say which step of signing in failed',
        'Fold long headers in the source view',
        'Right-to-left: mirror the reply arrow',
        'Windows of the list: ask for less',
        'Do not announce the same message twice',
        'Attachment names with bidi controls',
        'Cancel a download when its row is closed',
        'Quote only what was selected',
        'Undo for moving a whole folder',
        'Count round trips in the bench',
        'Close the socket after a refused sign-in',
      ],
      issue: [
        'Focus skips a row after a jump',
        'Arrow keys lose the row',
        'Selection is off by one in long folders',
      ],
      workflow: ['ci', 'nightly', 'browser tests'],
      dev: ['kmori', 'adaeze-o', 'lindqvist', 'pvdberg', 'tzanon'],
    },
  },
  {
    ...{ name: 'Banca Alpina', address: 'avvisi@bancaalpina.example', language: 'it', ...machine },
    messages: [
      [
        'Avviso di addebito',
        'Gentile cliente,\n\nle segnaliamo un addebito di € {n},{c} presso {shop}. Se non riconosce l’operazione ci chiami al numero che trova sul retro della carta.\n\nNon le chiederemo mai codici per posta elettronica.',
      ],
      [
        'Movimento sulla carta **{c}',
        'Gentile cliente,\n\npagamento di € {k},{c} presso {shop}, autorizzato con la carta che termina con {c}.\n\nBanca Alpina',
      ],
      [
        'Hai ricevuto un bonifico',
        'Gentile cliente,\n\nè stato accreditato sul suo conto un bonifico di € {n}{k},{c}.\nCausale: saldo fattura {k}.\n\nBanca Alpina',
      ],
      [
        'Estratto conto disponibile',
        'Gentile cliente,\n\nl’estratto conto del mese è disponibile nell’area riservata, sezione Documenti.\n\nBanca Alpina',
      ],
    ],
    words: {
      shop: [
        'Ferramenta Zennaro',
        'Libreria Marea',
        'Panificio Forno d’Oro',
        'Colorificio Tintor',
        'Vaporetti Urbani',
        'Osteria al Ponte',
      ],
    },
  },
  {
    ...{ name: 'Corriere Vento', address: 'spedizioni@corrierevento.example', language: 'it', ...machine },
    messages: [
      [
        'La tua spedizione {code} è in consegna',
        'Buone notizie! Il pacco {code} è sul furgone e arriverà oggi entro le 18:00.\n\nSegui la spedizione: https://corrierevento.example/t/{code}',
      ],
      [
        'Consegnato: {code}',
        'Il pacco {code} è stato consegnato e ritirato da: portineria.\n\nGrazie per aver scelto Corriere Vento.',
      ],
      [
        'Non ti abbiamo trovata in casa',
        'Siamo passati ma non ti abbiamo trovata. Il pacco {code} ti aspetta per sette giorni al punto di ritiro Tabacchi da Gino, Calle del Forno {k}.',
      ],
    ],
    words: {},
  },
  {
    ...{
      name: 'Account security',
      address: 'account-security@accounts.outlook.example',
      language: 'en',
      ...machine,
    },
    messages: [
      [
        'New sign-in to your account',
        'We noticed a new sign-in.\n\nCountry or region: Italy\nPlatform: {platform}\nBrowser: {browser}\n\nIf this was you, there is nothing to do. If not, secure your account from the page you usually sign in at; we do not link to it here.',
      ],
      [
        'Security info was added',
        'Security info was added to your account: {info}.\n\nIf you did not do this, remove it under Security.',
      ],
    ],
    words: {
      platform: ['Linux', 'Windows', 'iOS'],
      browser: ['Firefox', 'Chromium', 'Edge'],
      info: ['an authenticator app', 'a phone number ending in 47'],
    },
  },
  {
    ...{ name: 'Nuvola Drive', address: 'no-reply@nuvoladrive.example', language: 'it', ...machine },
    messages: [
      [
        '{who} ha condiviso “{file}” con te',
        '{who} ti ha invitata a modificare il file “{file}”.\n\nApri: https://nuvoladrive.example/f/{code}\n\nSe non conosci questa persona, ignora il messaggio.',
      ],
      [
        'Spazio quasi esaurito',
        'Hai usato il {k}% in più del mese scorso. Libera spazio eliminando i file grandi, oppure passa a 200 GB.',
      ],
      [
        '{who} ha commentato {file}',
        '{who} su {file}:\n\n“La quota a sinistra non torna con il rilievo, controlliamo?”',
      ],
    ],
    words: {
      who: ['Chiara Vianello', 'Matteo Zanon', 'Alessandro De Luca', 'Elena Rossi'],
      file: [
        'Abaco serramenti.xlsx',
        'Relazione storica.docx',
        'Foto cantiere',
        'Computo metrico v{k}.xlsx',
        'Planimetria.dwg',
      ],
    },
  },
  {
    ...{
      name: 'Biblioteca Civica',
      address: 'prestiti@bibliotecacivica.example',
      language: 'it',
      rhythm: 'office',
    },
    messages: [
      [
        'Il prestito scade tra tre giorni',
        'Gentile utente,\n\nil prestito di «{book}» scade tra tre giorni. Può prorogarlo una volta dal catalogo in linea, se nessuno lo ha prenotato.\n\nBiblioteca Civica',
      ],
      [
        'La tua prenotazione è pronta',
        'Gentile utente,\n\n«{book}» è disponibile al banco prestiti fino a sabato.\n\nBiblioteca Civica',
      ],
    ],
    words: {
      book: [
        'Storia dei ponti di legno',
        'Manuale del falegname',
        'La coscienza di Zeno',
        'Atlante delle maree',
        'Luce e architettura',
      ],
    },
  },
  {
    ...{ name: 'Piazza', address: 'hello@piazza-network.example', language: 'en', ...machine },
    messages: [
      [
        '{who} commented on your project',
        '{who} wrote under “Footbridge, {k} drawings”:\n\n“The joint is lovely. Who made the castings?”\n\nAnswer: https://piazza-network.example/p/{n}',
      ],
      [
        'You appeared in {k} searches this week',
        'Your profile appeared in {k} searches this week, twice as often as the week before. People looked for: timber, bridge, small.',
      ],
      [
        '{who} wants to connect',
        '{who} would like to connect with you on Piazza.\n\nhttps://piazza-network.example/c/{code}',
      ],
    ],
    words: { who: ['Sofie Lindqvist', 'James Whitfield', 'Maya Fuentes', 'Tom Okafor', 'Aoife Byrne'] },
  },
  {
    ...{ name: 'Comune di Mira', address: 'allerta@comune-mira.example', language: 'it', ...machine },
    messages: [
      [
        'Previsione di marea: {tide} cm',
        'Previsione per domani: punta massima di marea {tide} cm alle ore {k}:40. Le passerelle saranno posate dalle 6:30.\n\nMessaggio automatico.',
      ],
      [
        'Strada chiusa per lavori',
        'Da lunedì la via Riviera resta chiusa tra i civici {k} e {n} per il rifacimento della fognatura. Deviazione segnalata.',
      ],
      [
        'Raccolta differenziata: nuovo calendario',
        'È in linea il calendario della raccolta per i prossimi sei mesi. La carta passa al {day}.',
      ],
    ],
    words: { tide: ['95', '105', '110', '120', '125'], day: ['martedì', 'giovedì', 'sabato'] },
  },
  {
    ...{ name: 'さくら銀行', address: 'oshirase@sakura-ginko.example', language: 'ja', ...machine },
    messages: [
      [
        '【さくら銀行】振込入金のお知らせ',
        'いつもご利用いただきありがとうございます。\n\nお客様の口座に振込入金がありました。\n金額：{n}00円\n\n※このメールは自動送信です。返信はできません。',
      ],
      [
        '【さくら銀行】ログインのお知らせ',
        'お客様のアカウントにログインがありました。\nお心当たりのない場合は、窓口までご連絡ください。',
      ],
    ],
    words: {},
  },
]
