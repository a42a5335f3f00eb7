import { computed, type Ref } from 'vue'
import { useI18n } from 'petite-vue-i18n'
import { dateLocale } from '../../i18n/dateLocale.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { useArrangement, useMessages } from '../../stores/list/index.ts'
import { arrivalDays, newestDate } from './dayGroups.ts'
import { dayGroupName } from './listDates.ts'

export interface DaysOptions {
  accountId: string
  /** Indexes of the rows that are drawn, ascending and without gaps. */
  drawn: Readonly<Ref<readonly number[]>>
  /** The first row in sight. */
  first: () => number
  today: Readonly<Ref<Date>>
}

const DAY_MS = 86_400_000

/** The days a list in arrival order is divided by. */
export function useDays({ accountId, drawn, first, today }: DaysOptions) {
  const messages = useMessages(accountId)
  const arrangement = useArrangement(accountId)
  const { locale } = useI18n()

  /** Days divide the list only when it goes by them. */
  const byDay = computed(() => arrangement.order.key === 'date' || (messages.narrowing && !messages.ordered))
  const descending = computed(() => arrangement.order.key !== 'date' || arrangement.order.descending)
  const dateOf = (row: ListRow): string | undefined => row.internalDate ?? row.envelope?.date

  const days = computed(() => {
    const [top, bottom] = [drawn.value[0], drawn.value.at(-1)]
    if (!byDay.value || top === undefined || bottom === undefined) return new Map<number, number>()
    const edge = messages.placeAt(descending.value ? bottom : top)
    function* earlier(): Iterable<string | undefined> {
      for (const [place, row] of messages.placedRows())
        if (descending.value ? place < edge : place > edge) yield dateOf(row)
    }
    return arrivalDays({
      first: top,
      last: bottom,
      rowAt: (index) => {
        const row = messages.rowAt(index)
        return row && { date: dateOf(row), member: arrangement.isMember(row) }
      },
      before: newestDate(earlier(), new Date(today.value.getTime() + DAY_MS).toISOString()),
      descending: descending.value,
      now: today.value,
    })
  })

  function nameOf(day: number | undefined): string {
    return day === undefined ? '' : dayGroupName(day, dateLocale(locale.value), today.value)
  }

  return {
    byDay,
    /** The day of the first row in sight. */
    topDay: computed(() => nameOf(days.value.get(first()))),
    /** The day that begins with this row, where the one above is known and of another. It takes no space: nothing jumps. */
    dayAbove(index: number): string | undefined {
      const [above, day] = [days.value.get(index - 1), days.value.get(index)]
      return above === undefined || day === undefined || above === day ? undefined : nameOf(day)
    },
  }
}
