/** Bounds on what one message may ask of the page. Mail is written by strangers. */

/** How deep a MIME tree is followed: RFC 2046 sets none, real mail stays below ten. */
export const MAX_MIME_DEPTH = 50

/** How many nodes of a MIME tree are looked at; the rest is named as cut off. */
export const MAX_MIME_NODES = 1_000

/** How many text parts are shown: forwarded chains have a few, bombs have thousands. */
export const MAX_SHOWN_PARTS = 40

/** Largest text part shown, in bytes as transferred: a larger one freezes layout for seconds; it is offered as a file. */
export const MAX_SHOWN_TEXT_BYTES = 2 * 1024 * 1024

/** Largest picture fetched together with the body, in bytes as transferred: so that the text never waits long for it. */
export const MAX_INLINE_IMAGE_BYTES = 4 * 1024 * 1024

/** Pictures fetched with one body, in bytes as transferred, all together. */
export const MAX_INLINE_TOTAL_BYTES = 12 * 1024 * 1024

/** Longest link made of plain text, in UTF-16 code units: what browsers and servers commonly take. */
export const MAX_LINK_LENGTH = 2_048

/** Links made in one plain text: beyond that it is a list for a machine. */
export const MAX_LINKS = 2_000

/** Nested quotes drawn as such; deeper ones are drawn at this depth. */
export const MAX_QUOTE_DEPTH = 12

/** Blocks of plain text drawn on their own; what follows is one more block. */
export const MAX_TEXT_BLOCKS = 5_000

/** Longest file name kept, in UTF-16 code units: file systems end at 255 bytes. */
export const MAX_FILE_NAME_LENGTH = 120

/** Longest recipient list parsed, in UTF-16 code units: a thousand addresses with names. */
export const MAX_ADDRESS_LIST_LENGTH = 100_000

/** Longest message header read for display, in bytes: real ones stay below 64 KiB, bombs reach tens of megabytes. */
export const MAX_HEADER_BYTES = 512 * 1024

/** Header fields read; the rest is left out and said to be. */
export const MAX_HEADER_FIELDS = 2_000

/** Messages shown as one conversation: beyond that the newest are kept. */
export const MAX_CONVERSATION = 100

/** Longest calendar file read for its summary, in UTF-16 code units. */
export const MAX_CALENDAR_LENGTH = 512 * 1024

/** Lines that begin with a boundary's dashes in an attached message: more parts than that is no message for people. */
export const MAX_ATTACHED_BOUNDARIES = 2_000

/** How deep the MIME of an attached message may nest. */
export const MAX_ATTACHED_DEPTH = 50

/** Longest mailto: link read, in UTF-16 code units: a message that somebody else begins is short. */
export const MAX_MAILTO_LENGTH = 16_384

/** Components of a calendar file, nested or not: an invitation has ten, a bomb as many as fit. */
export const MAX_CALENDAR_COMPONENTS = 500

/** Guests of an event that are read. */
export const MAX_GUESTS = 200

/** Cards read of one file, and values of one kind in a card. */
export const MAX_CARDS = 50
export const MAX_CARD_FIELDS = 20
