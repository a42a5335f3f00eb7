import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { isAnswerWaiting, takeResponse } from './auth/redirect.ts'
import { ConfigError, loadConfig } from './config.ts'
import { createMessages } from './i18n/index.ts'
import { loadMailPage } from './pages/loadMailPage.ts'
import { createPageRouter } from './router.ts'
import { useAccounts, useSessionStore } from './stores/session/index.ts'
import { useSettings } from './stores/kit/settings.ts'
import './styles/tokens.css'
import './styles/base.css'

// First of all: the router must not take an identity provider's answer for a route.
const response = await takeResponse()
const pinia = createPinia()
const settings = useSettings(pinia)
// Who was here before comes for the mail: what shows it is on its way while the rest is made ready.
if (useAccounts(pinia).current) void loadMailPage()
const [i18n, config] = await Promise.all([
  createMessages(settings.locale),
  loadConfig().catch((error: unknown) => (error instanceof ConfigError ? error : Promise.reject(error))),
])

const app = createApp(App).use(pinia).use(i18n)
const session = useSessionStore()
if (config instanceof ConfigError) session.configError = config.message
else await session.start(config, response)
app.use(createPageRouter()).mount('#app')

// Out of the back-forward cache the page would still wait for a redirect that was left.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  if (isAnswerWaiting()) location.reload()
  else void session.cancelSignIn()
})
