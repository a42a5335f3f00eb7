/** Apart, so that it can be fetched while the connection is being made. */
export const loadMailPage = () => import('./MailPage.vue')
