/** Numbers that fetching goes by. */

/** Header fields fetched with each row: what an answer needs, so that it costs no further round trip. */
export const ROW_HEADERS = ['references']
