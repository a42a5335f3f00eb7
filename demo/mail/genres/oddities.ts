import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { recentDates } from '../dates.ts'
import { textEntity } from '../mime.ts'
import { davide, mother, paolo } from '../people.ts'
import type { Letter, Mailbox } from '../types.ts'

const scanner: Mailbox = { name: 'Stampante corridoio', address: 'stampante@studio-rete.example' }

const longSubject =
  'Verbale della riunione di coordinamento tra progettisti, impresa, committente e Soprintendenza in merito alla passerella ciclopedonale sul Naviglio, ' +
  'con particolare riguardo alla balaustra, alla pavimentazione in larice, alla rampa lato nord, all’illuminazione, alle opere provvisionali, al cronoprogramma ' +
  'aggiornato, alle interferenze con i sottoservizi (acquedotto, fibra, gas) e alla data dell’inaugurazione, che resta da confermare ma che tutti sperano prima ' +
  'dell’estate, tempo, maree, vaporetti e zanzare permettendo'

/** Mail that lacks what mail should have, or has too much of it: phones, printers and scripts send such things every day. */
export function oddLetters(context: Context): Letter[] {
  const dates = recentDates(context.now)
  const at = (days: number) => dates.daysAgo(days, 8 + (days % 11), (days * 13) % 60)
  const plain = (text: string, charset?: string) => () =>
    textEntity(charset === undefined ? { text } : { text, charset })
  const id = (key: string) => messageIdOf('odd@postale.example', 'odd', key)
  const inbox = { folder: 'INBOX' }
  return [
    letter(context, {
      ...{
        ...inbox,
        date: at(5),
        from: mother,
        subject: '',
        without: ['subject'],
        messageId: id('no-subject'),
      },
      body: plain('mi chiami quando esci? niente di urgente. il gatto sta bene'),
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(7),
        from: scanner,
        subject: 'Toner in esaurimento (nero 8%)',
        without: ['date'],
        messageId: id('no-date'),
      },
      body: plain('Dispositivo: corridoio, primo piano\nToner nero: 8%\nPagine stampate: 48211'),
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(10),
        from: scanner,
        subject: 'cron: backup ok',
        without: ['from'],
        messageId: id('no-sender'),
      },
      ...{ transport: 'none', body: plain('backup finished: 4182 files, 0 errors, 00:14:07') },
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(12),
        from: davide,
        subject: 'Ecco quello che mi avevi chiesto',
        messageId: id('empty-body'),
      },
      body: plain(''),
    }),
    letter(context, {
      ...{ ...inbox, date: at(15), from: scanner, subject: '', transport: 'none', messageId: id('nothing') },
      ...{ without: ['subject', 'date', 'from', 'to', 'message-id'], body: plain('') },
    }),
    letter(context, {
      ...{
        folder: 'Clients/Rossi & Figli',
        date: at(17),
        from: paolo,
        subject: longSubject,
        messageId: id('long-subject'),
      },
      ...{ headerStyle: { encoding: 'Q' }, body: plain('vedi oggetto :)\n\nPaolo') },
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(19),
        from: { name: 'Consorzio Acque', address: 'avvisi@consorzioacque.example' },
        subject: 'x',
      },
      ...{
        replacing: [['Subject', 'Lettura del contatore: comunicarla entro venerdì']],
        messageId: id('raw-utf8-subject'),
      },
      body: plain(
        'La lettura può essere comunicata rispondendo a questo messaggio con le sole cifre nere.',
        'iso-8859-1',
      ),
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(22),
        from: { name: 'Sensore pompa', address: 'pompa2@telemetria.example' },
        subject: 'Livello vasca: 1,42 m',
      },
      ...{
        replacing: [['Date', 'yesterday around noon']],
        messageId: id('bad-date'),
        body: plain('livello=1.42;stato=ok'),
      },
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(25),
        from: { name: 'Legacy CRM', address: 'crm@old-systems.example' },
        subject: 'Export finished',
      },
      replacing: [['Content-Type', 'text/plain; charset=x-mainframe']],
      ...{ messageId: id('unknown-charset'), body: plain('The export has finished. 311 rows.') },
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(30),
        written: new Date(at(30).getTime() - 9 * 86_400_000),
        from: davide,
        messageId: id('late'),
      },
      ...{
        subject: 'Written on a train, sent from a tunnel',
        body: plain('No network for a week. If you read this, I am out.\n\nDavide'),
      },
    }),
    letter(context, {
      ...{
        ...inbox,
        date: at(33),
        from: { name: '', address: 'noreply@sondaggi.example' },
        subject: 'Il Suo parere conta',
      },
      headers: [
        ['Reply-To', 'Ascolto <ascolto@sondaggi.example>'],
        ['Importance', 'high'],
        ['X-Priority', '1 (Highest)'],
        ['Disposition-Notification-To', '<ricevute@sondaggi.example>'],
      ],
      ...{ messageId: id('receipt-asked'), body: plain('Bastano due minuti. Anzi uno.') },
    }),
  ]
}
