/** The page that hidden frames end on: it hands their answer to the page that opened them. */
import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge'

await broadcastResponseToMainFrame()
