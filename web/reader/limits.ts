/** Bounds on what drawing one message may cost. */

/** Longest style sheet kept, in UTF-16 code units: newsletters reach 100,000; a longer one is dropped whole. */
export const MAX_SHEET_LENGTH = 512 * 1024

/**
 * Most opening brackets, `{` and `(`, in one sheet: no rule, selector or value can nest deeper. Chromium's CSS parser is
 * recursive and takes the tab down somewhere between 5,000 and 20,000 levels; newsletters have a few hundred brackets.
 */
export const MAX_SHEET_BRACKETS = 5_000

/** How deep style rules may nest, in rules: the filter is recursive, and people nest three or four. */
export const MAX_RULE_DEPTH = 32

/** Elements drawn from one HTML part: layout of more takes seconds. The rest is dropped and the reader told so. */
export const MAX_ELEMENTS = 20_000

/** Tags of one HTML part that are parsed at all: what follows would be dropped after seconds of sanitising. */
export const MAX_TAGS = 3 * MAX_ELEMENTS

/** Things that move in one letter: newsletters have one or two, and each costs processor time as long as the letter is open. */
export const MAX_ANIMATIONS = 20

/** Elements drawn through a filter, such as a blur: each is drawn apart from the rest. */
export const MAX_FILTERED = 50

/** How deep elements may nest: browsers lay out recursively, and Chromium's parser itself stops at 512. */
export const MAX_ELEMENT_DEPTH = 512

/** Highest frame, in CSS pixels: Chromium paints nothing beyond 2^24 and mail has no reason to come near. */
export const MAX_FRAME_HEIGHT = 200_000

/** Narrowest a wide mail is drawn to fit a small screen; below, it scrolls sideways. A factor. */
export const MIN_ZOOM = 0.55

/** Places looked at for the beginning of a quotation; letters have a few, traps have thousands. */
export const MAX_QUOTE_CANDIDATES = 60

/** From here a quotation that is answered below or in between is folded too, in characters and in lines. */
export const LONG_QUOTE_CHARACTERS = 900
export const LONG_QUOTE_LINES = 12

/** Elements of a letter that is adapted to a dark page; what has more is laid out, not written. */
export const MAX_SIMPLE_ELEMENTS = 1_500

/** Remote pictures of one letter that can be shown: newsletters have dozens; in pictures. */
export const MAX_REMOTE_PICTURES = 300

/** Letters below this size nobody reads, in CSS pixels: the smallest print of newsletters is 8. */
export const SMALLEST_SEEN_PX = 3

/** How far out a text is looked at for what clips it, in elements. */
export const MAX_SEEN_ANCESTORS = 12
