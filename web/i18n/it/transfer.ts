import type { Messages } from '../messages.ts'

export const transfer: Messages['transfer'] = {
  running: 'Importazioni ed esportazioni',
  export: {
    title: 'Esporta «{folder}»',
    text: 'Tutta la cartella in un solo file. Prosegue mentre usi la posta.',
    chosen:
      'Non è scelto nulla. | Un messaggio in un file. Prosegue mentre usi la posta. | {count} messaggi in un solo file. Prosegue mentre usi la posta.',
    format: 'File',
    mbox: 'mbox, per Thunderbird, Apple Mail e altri',
    zip: 'zip, con un file .eml per ogni messaggio',
    start: 'Esporta',
    running: 'Esportazione di {folder}',
    count: 'ancora nessuno | un messaggio | {count} messaggi',
    done: 'Nessun messaggio esportato: la cartella è vuota. | Un messaggio esportato. | {count} messaggi esportati.',
    some: 'Esportati {count}; {failed} non si sono potuti avere dal server.',
    stopped: 'Esportazione annullata.',
    failed: 'L’esportazione non è riuscita. {reason}',
  },
  import: {
    title: 'Importa in «{folder}»',
    text: 'Un file: {name} | {count} file, {size} in tutto',
    nothing: 'Nessuno di questi è un messaggio (.eml) o una casella (.mbox).',
    left: 'Gli altri restano fuori: si importano solo messaggi (.eml) e caselle (.mbox).',
    skipKnown: 'Lascia fuori i messaggi che ci sono già',
    start: 'Importa',
    running: 'Importazione in {folder}',
    count: 'ancora nessuno | un messaggio | {count} messaggi',
    done: 'Non c’era nessun messaggio. | Un messaggio importato. | {count} messaggi importati.',
    known: 'Importati {count}; {known} c’erano già.',
    some: 'Importati {count}; {failed} non sono stati accettati. {reason}',
    stopped: 'Importazione annullata; {count} sono nella cartella.',
    failed: 'L’importazione non è riuscita. {reason}',
    failedAt: 'L’importazione si è fermata; {count} sono nella cartella. {reason}',
  },
}
