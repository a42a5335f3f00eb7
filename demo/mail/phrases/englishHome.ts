import type { Topic } from './topic.ts'

/** Conversations with friends, in English. */
export const englishHome: Topic[] = [
  {
    subjects: ['Lunch on {day}?', 'Lunch?', 'Are you in town on {day}?'],
    beats: [
      [
        'I have a meeting near you on {day} and nothing after it. Lunch at {place}?',
        'Are you around on {day}? It has been too long. My treat, I owe you for the bicycle.',
      ],
      [
        'Yes! {hour}? I have to be back for a call, but not before three.',
        '{day} is perfect. 13:00 at the usual place.',
      ],
      ['Perfect. I will be the one with the dog.', 'Booked for two, under my name.'],
    ],
  },
  {
    subjects: ['Photos from the weekend', 'The lake', 'Pictures!'],
    file: 'photos',
    beats: [
      [
        'A few from the weekend. The light on the second evening was unreal, the camera did not get half of it.\n\nI have sixty more, mostly of the same hill.',
        'As promised. The last one is you falling off the jetty, I did not crop it.',
      ],
      [
        'These are lovely. May I print the first one for my mother?',
        'I did not fall, I changed my mind halfway. Beautiful pictures, thank you.',
      ],
      ['Of course, I will send you the full size.', 'Noted. Next year we bring a rope.'],
    ],
  },
  {
    subjects: ['Ride on Sunday', 'Sunday: the long way round?', 'Bikes'],
    beats: [
      [
        'Forecast is dry until two. I thought of the river path to Dolo and back over the fields, {number} km and flat as a table. Start at eight from the bridge?',
        'I want to try the hills before the summer ends. Train to Bassano, ride home. About {number} km and most of it downhill, if you turn the map the right way.',
      ],
      [
        'In. I need to fix a spoke first, so half past eight if that is all right.',
        'Downhill is my favourite direction. Which train?',
      ],
      ['Half past it is.', 'The 7:41. Bring cash, the café at the top takes nothing else.'],
      [
        'My legs have written a letter of complaint. What a day.',
        'Home. {number} km, two coffees and one wasp. Again next month?',
      ],
    ],
  },
  {
    subjects: ['Book for you', 'That book', 'What I am reading'],
    beats: [
      [
        'I finished the book about the lighthouse keepers and thought of you on every second page. It is in your letterbox, no hurry to give it back.',
        'Do you still have my copy of the bridge book? I want to lend it to Maya, who does not believe me about the Swiss.',
      ],
      [
        'I read the first chapter standing at the letterbox. Thank you!',
        'I do, it is under a plant. Washed, so to speak. I will bring it on {day}.',
      ],
      ['I knew it. The third chapter is the one.', 'The plant looks well, then.'],
    ],
  },
  {
    subjects: ['Moving house', 'New address', 'We found a flat'],
    beats: [
      [
        'We found a flat! Fourth floor, no lift, a terrace the size of a towel and a view of three church towers. We move on {day} and I am looking for people with strong arms and weak excuses.',
        'From the first of next month we live above the bakery in Calle del Forno. Come and smell it.',
      ],
      [
        'Congratulations! I have both arms and no excuse. What time?',
        'Above a bakery! I shall visit every morning. Do you need boxes? I have about {number}.',
      ],
      ['Nine, with coffee. Bring gloves.', 'Yes to boxes, please. All of them.'],
    ],
  },
  {
    subjects: ['Concert tickets', 'Two tickets left', 'Quartet on {day}'],
    beats: [
      [
        'I have a spare ticket for the quartet on {day}. Row {sheet}, behind the pillar, but one hears well behind the pillar. Interested?',
        'They added a second evening. Shall I get two? EUR {number} each, and they always sell out.',
      ],
      [
        'Very. I will bring the biscuits for the interval.',
        'Yes, please! I will send you the money tonight.',
      ],
      [
        'Doors at half past seven, see you at {place} before.',
        'Got them. Printed them, too, because I do not trust my telephone.',
      ],
    ],
  },
  {
    subjects: ['Garden', 'Tomatoes', 'Your seedlings'],
    beats: [
      [
        'The seedlings have taken over the windowsill and are looking at the sofa. Can you take {number} of them? I also have basil.',
        'The tomatoes you gave me are taller than I am. What do I do now, prune or move out?',
      ],
      [
        'I can take ten. For the others, ask on the stairs, Signora Dina never says no.',
        'Prune! Everything below the first flowers, and tie them to something you trust.',
      ],
      [
        'Dina took twelve and gave me a cake. I recommend this trade.',
        'Done. I feel like a surgeon. A photograph follows.',
      ],
    ],
  },
]
