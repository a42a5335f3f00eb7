export type Spam = {
  from: readonly (readonly [name: string, address: string])[]
  subjects: readonly string[]
  text: string
  link: readonly [label: string, url: string]
}

/** Unwanted mail of the ordinary kind: loud, clumsy, harmless once nobody clicks. */
export const spamKinds: Spam[] = [
  {
    from: [
      ['Casinò Royale Bonus', 'promo@bonus-giri.test'],
      ['MegaVincite', 'win@megavincite.test'],
    ],
    subjects: [
      '200 GIRI GRATIS ti aspettano!!!',
      'Hai vinto € 1.{n}, ritira ora',
      '🎰 Bonus di benvenuto {n}€',
    ],
    text: 'Complimenti!!! Il tuo numero è stato estratto. Ritira il bonus di {n} euro entro 24 ore, nessun deposito richiesto*.\n\n*deposito richiesto',
    link: ['RITIRA ORA', 'https://bonus-giri.test/r/{n}'],
  },
  {
    from: [['Dr. Emmanuel Prosper', 'dr.prosper@inheritance-office.test']],
    subjects: ['CONFIDENTIAL: your late relative', 'Re: transfer of USD {n}.5 MILLION'],
    text:
      'Dearest One,\n\nI am the personal attorney of a client who shares your family name and perished with his yacht. He left the sum of USD {n}.5 million with no next of ' +
      'kin. I seek your consent to present you as the same. You shall have 40%.\n\nReply with your full names and shoe size.\n\nYours in trust,\nDr. Emmanuel Prosper (Esq.)',
    link: ['Consent form', 'https://inheritance-office.test/consent'],
  },
  {
    from: [
      ['Rank Boosters', 'sales@rankboosters.test'],
      ['SEO Team', 'olivia@page-one-now.test'],
    ],
    subjects: ['Your website has {n} errors', 'Page 1 in 30 days?', 'Quick question about your site'],
    text: 'Hello Dear,\n\nI was going through your website and found {n} critical errors. We can bring you to page one in 30 days with 500 backlinks. Shall I send price list?\n\nKindly revert,\nOlivia',
    link: ['See the audit', 'https://page-one-now.test/audit/{n}'],
  },
  {
    from: [['Poste Consegne', 'avviso@pacco-in-giacenza.test']],
    subjects: ['Il tuo pacco è in giacenza (avviso {n})', 'Ultimo avviso: pagamento di 1,9{k} €'],
    text: 'Gentile cliente, il Suo pacco e stato fermato al centro di smistamento a causa di spese non pagate di 1,9{k} EUR. Effettuare il pagamento per sbloccare la consegna entra 48 ore.',
    link: ['SBLOCCA SPEDIZIONE', 'https://pacco-in-giacenza.test/pay?id={n}'],
  },
  {
    from: [['Cloud Storage', 'notice@storage-full-now.test']],
    subjects: ['Your photos will be DELETED today', 'Storage full ({n}%)'],
    text: 'Dear user, your storage is {n}% full. All photos will be removed within 24 hours. Pay 1.99 to keep your memories safe for ever.',
    link: ['KEEP MY PHOTOS', 'https://storage-full-now.test/keep'],
  },
  {
    from: [['Crypto Insider', 'signals@moon-coin.test']],
    subjects: ['This coin will {n}x before Friday', 'Your friends are already rich'],
    text: 'While you were reading this, {n} people made their first million with our robot. It works while you sleep, eat and regret.',
    link: ['Start the robot', 'https://moon-coin.test/robot'],
  },
  {
    from: [['アカウントセンター', 'support@account-kakunin.test']],
    subjects: ['【重要】お支払い方法の確認', '【至急】アカウントが停止されました'],
    text: 'お客様のアカウントに異常なログインがありました。{n}時間以内に確認をしないと、アカウントは永久に停止されます。',
    link: ['確認する', 'https://account-kakunin.test/login'],
  },
  {
    from: [['Herbal Power', 'offers@herbal-power.test']],
    subjects: ['Doctors hate this root', 'Lose {n} kg while you sleep'],
    text: 'A forgotten root from the mountains melts {n} kg in one night. Scientists are furious. Only 7 bottles left.',
    link: ['Order discreetly', 'https://herbal-power.test/root'],
  },
  {
    from: [['جائزة العام', 'jaeza@lucky-draw.test']],
    subjects: ['مبروك! لقد ربحت {n} ألف دولار'],
    text: 'عزيزي العميل، تم اختيار بريدك الإلكتروني للفوز بجائزة كبرى. أرسل بياناتك البنكية خلال {k} ساعات لاستلام الجائزة.',
    link: ['استلم الجائزة', 'https://lucky-draw.test/claim'],
  },
]
