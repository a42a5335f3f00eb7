import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge'

/**
 * The redirect-bridge page: an identity provider answers a hidden frame or a small window by coming here, and this
 * hands the answer to the page that waits for it. Opened by anybody else there is nothing in its URL to hand over.
 */
broadcastResponseToMainFrame().catch(() => undefined)
