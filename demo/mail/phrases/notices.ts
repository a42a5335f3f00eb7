import type { Language } from '../people.ts'
import type { Rhythm } from '../dates.ts'

/** Short mail from a machine. Words in braces are filled per message; lists in `words` give each its choices. */
export type Notice = {
  name: string
  address: string
  language: Language
  rhythm: Rhythm
  subjects: readonly string[]
  texts: readonly string[]
  words: Record<string, readonly string[]>
  folder?: string
}

const machine = { rhythm: 'machine' as const }

/** Services that write when something happens. */
export const notices: Notice[] = [
  {
    ...{ name: 'GitHub', address: 'notifications@github.example', language: 'en', ...machine },
    subjects: ['[ponte] {change} (#{n})', 'Re: [ponte] {change} (#{n})', '[ponte] {workflow} failed on main'],
    texts: [
      'Merged #{n} into main. {k} checks passed.\n\n--\nView it on GitHub: https://github.example/ponte/ponte/pull/{n}',
      '@{dev} approved this pull request.\n\nReads well. One question about the timeout, otherwise ready.\n\n--\nhttps://github.example/ponte/ponte/pull/{n}',
      '@{dev} commented:\n\n> {change}\n\nCould this live in its own file? The session is getting long, and the test would be easier to read.\n\n--\nhttps://github.example/ponte/ponte/pull/{n}',
      'Run {n}{k} of {workflow}: 1 job failed, {k} succeeded.\n\nhttps://github.example/ponte/ponte/actions/runs/{n}{k}',
      '@{dev} opened an issue.\n\nSteps:\n1. Open a folder with many messages\n2. Jump to the middle\n3. Press the arrow key twice\n\nThe row that gets the focus is the one after.\n\n--\nhttps://github.example/ponte/ponte/issues/{n}',
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
      ],
      workflow: ['ci', 'nightly', 'browser tests'],
      dev: ['kmori', 'adaeze-o', 'lindqvist', 'pvdberg', 'tzanon'],
    },
  },
  {
    ...{ name: 'Banca Alpina', address: 'avvisi@bancaalpina.example', language: 'it', ...machine },
    subjects: [
      'Avviso di addebito',
      'Hai ricevuto un bonifico',
      'Movimento sulla carta **{k}{k}',
      'Estratto conto disponibile',
    ],
    texts: [
      'Gentile cliente,\n\nle segnaliamo un addebito di € {n},{c} presso {shop}. Se non riconosce l’operazione ci chiami al numero che trova sul retro della carta.\n\nNon le chiederemo mai codici per posta elettronica.',
      'Gentile cliente,\n\nè stato accreditato sul suo conto un bonifico di € {n}{k},{c}.\nCausale: saldo fattura {k}.\n\nBanca Alpina',
      'Gentile cliente,\n\nl’estratto conto del mese è disponibile nell’area riservata, sezione Documenti.\n\nBanca Alpina',
    ],
    words: {
      shop: [
        'Ferramenta Zennaro',
        'Libreria Acqua Bassa Nuova',
        'Panificio Forno d’Oro',
        'Colorificio San Marco Due',
        'Vaporetti Urbani',
      ],
    },
  },
  {
    ...{ name: 'Corriere Vento', address: 'spedizioni@corrierevento.example', language: 'it', ...machine },
    subjects: [
      'La tua spedizione {code} è in consegna',
      'Consegnato: {code}',
      'Non ti abbiamo trovata in casa',
    ],
    texts: [
      'Buone notizie! Il pacco {code} è sul furgone e arriverà oggi tra le {k}:00 e le 18:00.\n\nSegui la spedizione: https://corrierevento.example/t/{code}',
      'Il pacco {code} è stato consegnato e ritirato da: portineria.\n\nGrazie per aver scelto Corriere Vento.',
      'Siamo passati ma non ti abbiamo trovata. Il pacco {code} ti aspetta per sette giorni al punto di ritiro Tabacchi da Gino, Calle del Forno {k}.',
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
    subjects: ['New sign-in to your account', 'Security info was added', 'Your app password was used'],
    texts: [
      'We noticed a new sign-in.\n\nCountry or region: Italy\nPlatform: {platform}\nBrowser: {browser}\n\nIf this was you, there is nothing to do. If not, secure your account from the page you usually sign in at; we do not link to it here.',
      'Security info was added to your account: {info}.\n\nIf you did not do this, remove it under Security.',
    ],
    words: {
      platform: ['Linux', 'Windows', 'iOS'],
      browser: ['Firefox', 'Chromium', 'Edge'],
      info: ['an authenticator app', 'a phone number ending in 47'],
    },
  },
  {
    ...{ name: 'Nuvola Drive', address: 'no-reply@nuvoladrive.example', language: 'it', ...machine },
    subjects: ['{who} ha condiviso “{file}” con te', 'Spazio quasi esaurito', '{who} ha commentato {file}'],
    texts: [
      '{who} ti ha invitata a modificare il file “{file}”.\n\nApri: https://nuvoladrive.example/f/{code}\n\nSe non conosci questa persona, ignora il messaggio.',
      'Hai usato il {k}% in più del mese scorso. Libera spazio eliminando i file grandi, oppure passa a 200 GB.',
      '{who} su {file}:\n\n“La quota a sinistra non torna con il rilievo, controlliamo?”',
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
    subjects: ['Il prestito scade tra tre giorni', 'La tua prenotazione è pronta', 'Prestito prorogato'],
    texts: [
      'Gentile utente,\n\nil prestito di «{book}» scade tra tre giorni. Può prorogarlo una volta dal catalogo in linea, se nessuno lo ha prenotato.\n\nBiblioteca Civica',
      'Gentile utente,\n\n«{book}» è disponibile al banco prestiti fino a sabato.\n\nBiblioteca Civica',
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
    subjects: [
      '{who} commented on your project',
      'You appeared in {k} searches this week',
      '{who} wants to connect',
    ],
    texts: [
      '{who} wrote under “Footbridge, {k} drawings”:\n\n“The joint is lovely. Who made the castings?”\n\nAnswer: https://piazza-network.example/p/{n}',
      'Your profile appeared in {k} searches this week, twice as often as the week before. People looked for: timber, bridge, small.',
      '{who} would like to connect with you on Piazza.\n\nhttps://piazza-network.example/c/{code}',
    ],
    words: { who: ['Sofie Lindqvist', 'James Whitfield', 'Maya Fuentes', 'Tom Okafor', 'Aoife Byrne'] },
  },
  {
    ...{ name: 'Comune di Mira', address: 'allerta@comune-mira.example', language: 'it', ...machine },
    subjects: [
      'Previsione di marea: {tide} cm',
      'Strada chiusa per lavori',
      'Raccolta differenziata: nuovo calendario',
    ],
    texts: [
      'Previsione per domani: punta massima di marea {tide} cm alle ore {k}:40. Le passerelle saranno posate dalle 6:30.\n\nMessaggio automatico.',
      'Da lunedì la via Riviera resta chiusa tra i civici {k} e {n} per il rifacimento della fognatura. Deviazione segnalata.',
      'È in linea il calendario della raccolta per i prossimi sei mesi. La carta passa al {day}.',
    ],
    words: { tide: ['95', '105', '110', '120', '125'], day: ['martedì', 'giovedì', 'sabato'] },
  },
  {
    ...{ name: 'さくら銀行', address: 'oshirase@sakura-ginko.example', language: 'ja', ...machine },
    subjects: ['【さくら銀行】振込入金のお知らせ', '【さくら銀行】ログインのお知らせ'],
    texts: [
      'いつもご利用いただきありがとうございます。\n\nお客様の口座に振込入金がありました。\n金額：{n}00円\n\n※このメールは自動送信です。返信はできません。',
      'お客様のアカウントにログインがありました。\nお心当たりのない場合は、窓口までご連絡ください。',
    ],
    words: {},
  },
]
