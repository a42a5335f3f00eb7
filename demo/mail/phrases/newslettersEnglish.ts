import type { Brand } from './brand.ts'

const footer = 'You receive this letter because you signed up on our site.'
const unsubscribe = 'Unsubscribe'

/** Newsletters in English. */
export const englishBrands: Brand[] = [
  {
    ...{
      name: 'Northlight Weekly',
      address: 'hello@northlight.example',
      language: 'en',
      colour: '#1f3d5a',
      footer,
      unsubscribe,
    },
    tagline: 'Small buildings, looked at slowly',
    subjects: ['{title}', 'No. {n}: {title}', 'Northlight {n} · {title}'],
    intros: [
      'Good morning. Four things we saw this week, and one that we would rather not have seen.',
      'It rained all week, so we read. Here is what stayed with us.',
      'This letter was written on a ferry. If it leans to one side, that is why.',
      'Short one today: the long weekend has reached the office.',
    ],
    button: 'Read the piece',
    stories: [
      [
        'A school built around one tree',
        'The walnut was there first. The architects measured its shade for a year, then drew the classrooms into it.',
      ],
      [
        'Why the best benches face nothing',
        'A walk through seven stations, with a stopwatch. People sit longest where there is no view to speak of.',
      ],
      [
        'The carpenter who keeps every offcut',
        'His archive holds forty years of ends. He can tell you the weather on the day each was sawn.',
      ],
      [
        'Thirty square metres and a door to the river',
        'A boathouse that became a home, with the boat still in it.',
      ],
      [
        'What a handrail knows',
        'Hands polish brass, darken oak and avoid steel in winter. Notes on the one part of a building everybody touches.',
      ],
      [
        'Repairing a roof without closing the library',
        'The readers stayed, under a tent of scaffolding and good manners.',
      ],
      [
        'The colour of shade',
        'It is never grey. A painter and an engineer explain why your render looks wrong.',
      ],
      [
        'A footbridge in eleven pieces',
        'Carried to the site by hand, because the lane is as wide as a wheelbarrow.',
      ],
      [
        'Concrete that forgives',
        'Lime, crushed brick and patience: a floor that can be mended with a trowel.',
      ],
      [
        'Drawing by hand, again',
        'Three studios have gone back to paper for the first week of every project.',
      ],
      [
        'The quietest room in Ljubljana',
        'It was built for recording harps. Now people come to do nothing in it.',
      ],
      ['Windows you can sit in', 'Depth costs money. So do chairs.'],
    ],
  },
  {
    ...{
      name: 'Byte & Brick',
      address: 'letter@bytebrick.example',
      language: 'en',
      colour: '#5b2a86',
      footer,
      unsubscribe,
    },
    tagline: 'Software for people who build things',
    subjects: ['{title}', 'Issue {n}: {title}', '[Byte & Brick] {title}'],
    intros: [
      'Hello builders. Grab a coffee, this one has a long middle.',
      'We tried four tools so that you need to try one.',
      'Quick note before the links: the meetup has moved to the smaller room. Come early.',
    ],
    button: 'Continue reading',
    stories: [
      [
        'Point clouds in the browser, without tears',
        'Two hundred million points and a five-year-old laptop. The trick is to load what the eye can see.',
      ],
      [
        'One connection is enough',
        'How a mail client got faster by opening fewer sockets, told with graphs.',
      ],
      [
        'The spreadsheet that runs a harbour',
        'It has 61 tabs, one author, and no tests. Nobody dares to close it.',
      ],
      [
        'A file format from 1993 and why it refuses to die',
        'It is documented, small, and everyone can write it. That turns out to be hard to beat.',
      ],
      [
        'Measuring rooms with a telephone',
        'We compared six apps against a tape. The tape won, but only just.',
      ],
      [
        'Version control for drawings',
        'Nobody agrees what a difference is. Three attempts, one of them good.',
      ],
      ['Units, again', 'A short history of expensive mistakes between millimetres and inches.'],
      ['Keyboard first', 'What we learnt by unplugging every mouse in the office for a week.'],
      ['Print is a feature', 'Ask anyone who has stood on scaffolding with a tablet in the rain.'],
    ],
  },
  {
    ...{
      name: 'Slow Rail',
      address: 'departures@slowrail.example',
      language: 'en',
      colour: '#0c6b58',
      footer,
      unsubscribe,
    },
    tagline: 'Europe at the speed of a window',
    subjects: ['{title}', 'Departures, week {n}', '{title} (and a discount)'],
    intros: [
      'The winter timetable is out and it has good news for people who like to sleep on trains.',
      'Three journeys under 100 euros, all of them with a dining car.',
      'Somebody asked us for the best seat on the coast line. Left, forwards, with a thermos.',
    ],
    button: 'See the route',
    stories: [
      [
        'The night train to Vienna is back',
        'Leave after dinner, arrive before the bakeries open. Compartments for two from 79 euros.',
      ],
      [
        'Over the pass without the tunnel',
        'The old line takes two hours longer and shows you eleven more valleys.',
      ],
      ['A weekend in Trieste', 'Coffee, wind, and a harbour that still smells of coffee.'],
      ['Bicycles on board, at last', 'From April every regional train in the north-east has hooks for six.'],
      ['Umeå in eighteen hours', 'It is a long way to go for a sauna. We did not regret it.'],
      ['The station restaurant that never closed', 'Four generations, one soup.'],
      ['Ferries that wait for trains', 'There are still three. Here is how to catch them.'],
      ['Packing for a couchette', 'Earplugs, slippers, and a reason to be cheerful at six.'],
    ],
  },
  {
    ...{
      name: 'Halden & Moss',
      address: 'shop@haldenmoss.example',
      language: 'en',
      colour: '#8a4b2a',
      footer,
      unsubscribe,
    },
    tagline: 'Tools and paper since 1974',
    subjects: ['{title}', 'New in the shop: {title}', 'Last days: {title}', 'Giving away {n} notebooks'],
    intros: [
      'Fresh from the workshop, and in small numbers as always.',
      'Autumn has come to the shop window.',
      'You asked, the bindery answered.',
    ],
    button: 'Shop now',
    stories: [
      [
        'The folding rule, in boxwood again',
        'Two metres, brass joints, figures you can read at dusk. 38 euros.',
      ],
      [
        'Notebooks with a spine that lies flat',
        'Sewn, not glued. Dotted, ruled, or nothing at all. From 14 euros.',
      ],
      ['A pencil for wet wood', 'It writes on larch in the rain. We tried it on the roof.'],
      ['Winter sale on drawing lamps', 'Twenty per cent off until Sunday, while the box lasts.'],
      ['Ink that does not run', 'Walnut brown, made from walnuts.'],
      ['Scale rulers for left-handed people', 'They exist now. You are welcome.'],
      ['Canvas roll for nine tools', 'Waxed, washable, and mended free of charge for life.'],
    ],
  },
]
