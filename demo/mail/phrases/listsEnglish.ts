import { members } from './list.ts'
import type { MailingList } from './list.ts'

export const timberList: MailingList = {
  name: 'timber-structures',
  address: 'timber-structures@lists.woodnet.example',
  language: 'en',
  tag: '[timber]',
  members: members('members.woodnet.example', [
    'Ruth Calloway',
    'Henrik Dahl',
    'Ines Duarte',
    'Bill Tremlett',
    'Noriko Abe',
    'Pieter Vos',
    'Siobhan Keane',
    'Janek Wrona',
    'Gwen Pritchard',
    'Otto Lehner',
    'Marta Olsson',
    'Dan Ferreira',
  ]),
  footer: 'timber-structures mailing list\nhttps://lists.woodnet.example/timber-structures',
  topics: [
    {
      subject: 'Scarf joints in larch, outdoors',
      opening:
        'Has anybody kept an eye on glued scarf joints in larch that stand in the weather without a roof? Ours are eight years old, ' +
        'slope 1:8, resorcinol, and two of eleven have opened at the tip. I cannot decide whether to blame the glue, the slope or myself.',
      replies: [
        'Slope first. At 1:8 the tip is a sponge. We went to 1:12 and have had no trouble since 2009.',
        'Was the larch kiln dried? Resin at the surface is the usual culprit. Wipe with acetone, plane, glue within the hour.',
        'Blame the sun. Look which side opened: I bet it is the south one.',
        'We cap the tips with a strip of lead. Ugly for a year, invisible afterwards.',
        'It was the south side, both of them. I owe someone a beer.',
      ],
    },
    {
      subject: 'Vibration of light footbridges: what do you accept?',
      opening:
        'The guide says to keep clear of 1.6 to 2.4 Hz. Mine is at 2.1 and weighs nothing. Before I pour concrete on a timber bridge, which ' +
        'would be a pity: what have you measured on bridges that people are happy with?',
      replies: [
        '1.9 Hz, 28 m, school children. It moves, they love it, the headmaster does not.',
        'A tuned mass damper the size of a suitcase cost us less than the extra timber would have.',
        'Measure before you believe. Our model said 2.0 and the bridge said 2.7, because of the railings.',
        'Gravel in the deck boxes. Cheap, heavy, quiet, and you can take it out again.',
        'The railings! I had not put them in the model. Thank you, 2.4 now.',
      ],
    },
    {
      subject: 'Fire tests of old oak',
      opening:
        'We are repairing a granary from 1740 and the authority asks for a charring rate. The tables are for new oak. Does anyone have test ' +
        'data for wood that has been drying for three centuries?',
      replies: [
        'There is a report from the nineties. Slower than the tables, about 0.45 mm a minute, if I remember.',
        'We burnt one beam end from the same building, with the authority standing next to it. That settled the matter in an afternoon.',
        'Beware of the insect galleries: they char like straw.',
        'I can send you the report, it is a scan and it is crooked.',
      ],
    },
    {
      subject: 'Meeting in Ljubljana: who comes?',
      opening:
        'The annual meeting is in the second week of June. I am collecting names for the boat. Also: who has something to show for ten minutes?',
      replies: [
        'I am coming, and I can show the swing bridge, if it works by then.',
        'Count me in for the boat. Not for the singing.',
        'Two of us. Is there a train that does not involve Villach at midnight?',
        'I would talk about what went wrong with the pavilion. It takes more than ten minutes.',
        'Sadly not this year. Please take minutes, and photographs of the joints.',
        'There is a direct bus from Trieste, two hours.',
      ],
    },
  ],
  replies: [
    'Thank you, that is very useful. I will try it on the next one.',
    'I have seen the opposite, for what it is worth, but in spruce and in a valley where the sun is a rumour.',
    'Could you post a picture? Words fail me with joints.',
    'Seconded. And write down the moisture content, future you will be grateful.',
    'We had this discussion in 2016, it is in the archive. The conclusion was that it depends. The pictures were nice.',
    'Our carpenter says he would never. Then he told me how he did it last year.',
    'Is this for a single bridge or for a type? It changes what I would spend on it.',
    'Please mind the units, the table mixes N and kN in one column.',
    'I asked the manufacturer. They answered with a brochure.',
    'Agreed on all points except the paint.',
    'In Norway one would simply use twice as much wood and go skiing.',
    'Small correction to what I wrote: it was 14 %, not 12.',
    'That matches what we measured. I will send the figures when I am back from the site.',
    'Two questions. What did it cost, and would you do it again?',
  ],
}

export const ponteList: MailingList = {
  name: 'ponte-dev',
  address: 'ponte-dev@lists.ponte.example',
  language: 'en',
  tag: '[ponte-dev]',
  members: members('dev.ponte.example', [
    'Kei Mori',
    'Adaeze Obi',
    'Petra van den Berg',
    'Tommaso Zanon',
    'Lina Sjoberg',
    'Farid Nasser',
    'Oskar Weiss',
    'Joan Prat',
  ]),
  footer: 'ponte-dev mailing list\nhttps://lists.ponte.example/ponte-dev',
  topics: [
    {
      subject: 'RFC: one connection per lane',
      opening:
        'I would like to stop opening connections on demand. Proposal: a session has two lanes, main and side. What the user waits for goes to ' +
        'main, everything else to side, and nothing ever opens a third. Objections welcome, measurements more so.',
      replies: [
        'What happens when side is busy with a 40 MB attachment and the user opens another folder?',
        'Then main takes it. Side is for what can wait, and an open folder cannot.',
        'Measured on a slow line: the median did not change, the worst case went from nine seconds to two.',
        'Please make the queue visible in the console, or we will debug this by guessing.',
        'The limit on the server is 16 or 20, nobody knows. Two per browser is polite.',
        'Merged behind a switch. Let us look at it again in two weeks.',
      ],
    },
    {
      subject: 'Search in Japanese returns nothing',
      opening:
        'A user reports that searching for 見積 finds nothing, although the word is in half of the subjects. The server refuses the charset, we ' +
        'take the refusal for an empty result. Can somebody reproduce?',
      replies: [
        'Reproduced. The answer is NO with BADCHARSET and we swallow it.',
        'We have the headers in the index anyway. Search those and say that bodies were not searched.',
        'I would rather show less and be honest than show everything and be late.',
        'Test added with three scripts. It fails on main, which is what it should do.',
      ],
    },
    {
      subject: 'Release notes, draft',
      opening:
        'Draft of the release notes is in the wiki. Please add what I forgot, and remove the adjectives.',
      replies: [
        'Removed four adjectives and one promise.',
        'The fix for folded headers is missing.',
        'Added. Also thanked the translators.',
        'Looks good. Ship it on Tuesday, not on Friday.',
      ],
    },
  ],
  replies: [
    '+1, and thank you for writing it down.',
    'I can review this on Thursday.',
    'It breaks the keyboard test on my machine, only in Firefox, only the first time.',
    'Could we split it? The first half is fine as it is, the second needs a discussion.',
    'Nit: the comment says milliseconds, the constant says seconds.',
    'Fixed in the second commit, see the message for the reason.',
    'I tried it with a folder of a hundred thousand. It is fast until one sorts by sender.',
    'No objection from me.',
    'We should write this in the docs, I had to read the code twice.',
    'Let us not add a setting for this. Nobody will find it.',
  ],
}
