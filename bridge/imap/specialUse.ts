import type { MailboxEntry, SpecialUse } from '../../shared/mail/mailbox.ts'

/** Name attributes of RFC 6154 and their older kin of XLIST. */
const BY_FLAG: Record<string, SpecialUse> = {
  '\\drafts': 'drafts',
  '\\sent': 'sent',
  '\\archive': 'archive',
  '\\junk': 'junk',
  '\\spam': 'junk',
  '\\trash': 'trash',
  '\\flagged': 'flagged',
  '\\starred': 'flagged',
  '\\all': 'all',
  '\\allmail': 'all',
  '\\inbox': 'inbox',
}

/** What Outlook (personal and work) and common servers call these folders, in the languages they are localised to. */
const BY_NAME: Record<Exclude<SpecialUse, 'inbox' | 'flagged' | 'all'>, string[]> = {
  drafts: [
    'drafts',
    'draft',
    'bozze',
    'entwürfe',
    'brouillons',
    'borradores',
    'rascunhos',
    'concepten',
    'utkast',
    'kladder',
    'luonnokset',
    'wersje robocze',
    'koncepty',
    'черновики',
    'чернетки',
    '下書き',
    '草稿',
    '임시 보관함',
    'المسودات',
    'taslaklar',
    'piszkozatok',
    'ciorne',
    'πρόχειρα',
    'טיוטות',
  ],
  sent: [
    'sent',
    'sent items',
    'sent mail',
    'sent messages',
    'posta inviata',
    'inviati',
    'inviata',
    'gesendet',
    'gesendete elemente',
    'gesendete objekte',
    'éléments envoyés',
    'envoyés',
    'messages envoyés',
    'enviados',
    'elementos enviados',
    'itens enviados',
    'verzonden',
    'verzonden items',
    'skickat',
    'skickade objekt',
    'sendt',
    'sendte elementer',
    'sendt post',
    'lähetetyt',
    'wysłane',
    'elementy wysłane',
    'odeslaná pošta',
    'отправленные',
    'надіслані',
    '送信済み',
    '送信済みアイテム',
    '已发送',
    '已发送邮件',
    '寄件備份',
    '보낸 편지함',
    'العناصر المرسلة',
    'gönderilmiş öğeler',
    'elküldött elemek',
    'elemente trimise',
    'απεσταλμένα',
    'פריטים שנשלחו',
  ],
  archive: [
    'archive',
    'archives',
    'archivio',
    'archiv',
    'archivo',
    'arquivo',
    'archief',
    'arkiv',
    'arkisto',
    'archiwum',
    'архив',
    'архів',
    'アーカイブ',
    '存档',
    '封存',
    '보관',
    'الأرشيف',
    'arşiv',
  ],
  junk: [
    'junk',
    'junk email',
    'junk e-mail',
    'spam',
    'posta indesiderata',
    'junk-e-mail',
    'junk-email',
    'courrier indésirable',
    'indésirables',
    'correo no deseado',
    'lixo eletrônico',
    'lixo eletrónico',
    'e-mail de lixo',
    'ongewenste e-mail',
    'skräppost',
    'uønsket e-post',
    'uønsket mail',
    'roskaposti',
    'wiadomości-śmieci',
    'nevyžádaná pošta',
    'нежелательная почта',
    'небажана пошта',
    '迷惑メール',
    '垃圾邮件',
    '垃圾郵件',
    '정크 메일',
    'البريد الإلكتروني غير الهام',
    'gereksiz e-posta',
    'levélszemét',
  ],
  trash: [
    'trash',
    'deleted',
    'deleted items',
    'deleted messages',
    'bin',
    'cestino',
    'posta eliminata',
    'eliminata',
    'papierkorb',
    'gelöscht',
    'gelöschte elemente',
    'corbeille',
    'éléments supprimés',
    'papelera',
    'elementos eliminados',
    'eliminados',
    'lixeira',
    'itens excluídos',
    'itens eliminados',
    'prullenbak',
    'verwijderd',
    'verwijderde items',
    'borttaget',
    'borttagna objekt',
    'slettede elementer',
    'slettet post',
    'poistetut',
    'elementy usunięte',
    'kosz',
    'koš',
    'odstraněná pošta',
    'корзина',
    'удаленные',
    'удалённые',
    'видалені',
    'ごみ箱',
    '削除済みアイテム',
    '已删除',
    '已删除邮件',
    '刪除的郵件',
    '지운 편지함',
    'العناصر المحذوفة',
    'silinmiş öğeler',
    'törölt elemek',
    'elemente șterse',
    'διαγραμμένα',
    'פריטים שנמחקו',
  ],
}

const NAME_TO_USE = new Map(
  Object.entries(BY_NAME).flatMap(([use, names]) => names.map((name) => [name, use as SpecialUse] as const)),
)

/**
 * Gives at most one mailbox each special use: by the attributes LIST sent, which Outlook sends without advertising
 * SPECIAL-USE; then by name, the shallowest first.
 */
export function resolveSpecialUse(entries: readonly MailboxEntry[]): MailboxEntry[] {
  const taken = new Map<SpecialUse, string>()
  const found = new Map<string, Pick<MailboxEntry, 'specialUse' | 'specialUseSource'>>()
  const give = (entry: MailboxEntry, use: SpecialUse, source: 'flag' | 'name'): void => {
    if (taken.has(use) || found.has(entry.path) || !entry.selectable) return
    taken.set(use, entry.path)
    found.set(entry.path, { specialUse: use, specialUseSource: source })
  }
  for (const entry of entries) if (entry.path === 'INBOX') give(entry, 'inbox', 'name')
  for (const entry of entries) {
    for (const flag of entry.flags) {
      const use = BY_FLAG[flag.toLowerCase()]
      if (use) give(entry, use, 'flag')
    }
  }
  const shallowFirst = [...entries].sort((a, b) => depth(a) - depth(b))
  for (const entry of shallowFirst) {
    const use = NAME_TO_USE.get(entry.name.toLowerCase())
    if (use && depth(entry) <= 1) give(entry, use, 'name')
  }
  return entries.map((entry) => ({ ...entry, ...found.get(entry.path) }))
}

/** Levels above a mailbox; one under INBOX counts as top, as some servers put everything there. */
function depth(entry: MailboxEntry): number {
  if (entry.delimiter === null) return 0
  const levels = entry.path.split(entry.delimiter)
  return levels.length - 1 - (levels[0]?.toUpperCase() === 'INBOX' && levels.length > 1 ? 1 : 0)
}
