import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { chooseLocale, createMessages } from './i18n/index.ts'
import { createPageRouter } from './router.ts'
import './styles/tokens.css'
import './styles/base.css'

const i18n = await createMessages(chooseLocale(navigator.languages))
createApp(App).use(createPinia()).use(i18n).use(createPageRouter()).mount('#app')
