import type { Topic } from './topic.ts'

/** Conversations with colleagues and clients, in English. */
export const englishWork: Topic[] = [
  {
    by: ['Marco', 'James', 'Sofie', 'Hana'],
    subjects: [
      '{project}: drawings, revision {revision}',
      'Revision {revision} of the {project}',
      '{project}, sheet {sheet} reissued',
    ],
    file: 'drawing',
    beats: [
      [
        'Here is revision {revision} for the {project}. Only sheet {sheet} changed: the {element} moved by {number} mm so that it clears the gutter.\n\nThe clouds mark every change since the last issue. If you see one that is not clouded, it is a mistake and I want to know.',
        'Revision {revision} is attached. I redrew the {element} on sheet {sheet} after our call; the rest is as before.\n\nCould you check the levels against the survey before I send it to the contractor? I would like to issue it on {day}.',
      ],
      [
        'Thank you, that was quick. The {element} looks right now. On sheet {sheet} the section mark still points to the old detail, otherwise go ahead.',
        'I went through it this morning. Two small things: the dimension string on sheet {sheet} does not close (it is {number} mm short), and the {material} is still labelled as in the tender. Everything else is fine from my side.',
      ],
      [
        'Good catch, both corrected. I will issue it on {day} with the same revision letter, since nobody has seen this one yet.',
        'Fixed. The short dimension came from the survey, not from us, so I asked them to look again.',
      ],
      ['Perfect. Then it is closed on my list.', 'Issued. Thanks for looking so closely.'],
    ],
  },
  {
    subjects: ['Site visit on {day}', '{project}: visit on {day}?', 'Can we meet on site?'],
    beats: [
      [
        'The contractor would like us both on site on {day} at {hour} to look at the {element}. They have opened it up, and what is behind it is not what the drawings say.\n\nDo you have the time?',
        'Are you free on {day} at {hour}? I want to see the {element} with you before they close it. Half an hour should do.',
      ],
      [
        'Yes, {hour} works. I will come by train, so allow me ten minutes from the station. Shall I bring the moisture meter?',
        '{day} is difficult, I have a review until lunch. Could we make it {other} at the same time?',
      ],
      [
        'Agreed. Boots, please: it has rained since {other} and the yard is a pond.',
        'Fine for everyone here. See you at the gate.',
      ],
      [
        'Notes from today, while I remember: the {element} is sound but {number} mm out of plumb; they will shim it, not rebuild it. The {material} goes up next week. I owe you the photographs.',
        'Thanks for coming. I wrote down three points: the {element} stays, the drain moves, and nobody touches the {material} until it has been measured again.',
      ],
    ],
  },
  {
    by: ['James', 'Sofie', 'Aoife', 'Marco'],
    subjects: ['Fee for the {project}', '{project}: our proposal', 'Proposal and programme, {project}'],
    file: 'report',
    beats: [
      [
        'Please find our proposal for the {project} attached: EUR {amount} for the scheme and detailed design, site visits charged by the day.\n\nThe programme assumes that the survey arrives by week {week}. Happy to talk it through.',
        'As promised, the fee for the {project}. I split it in three stages so that you can stop after any of them; the total is EUR {amount}.',
      ],
      [
        'Thank you. The fee is within what we expected. Our board meets on {day} and I shall know more after that. One question: are prints and models included?',
        'I have read it and like how it is split. Could stage two start before the permit is in hand? We would lose the summer otherwise.',
      ],
      [
        'Prints yes, one working model yes, a presentation model would be extra. I added a line that says so.',
        'It could, at your risk: if the permit changes the {element}, we would draw it twice. I would start with the parts it cannot touch.',
      ],
      [
        'The board said yes. Please send the contract, and congratulations.',
        'Approved this morning. I will send the order by {day}.',
      ],
    ],
  },
  {
    subjects: ['{material} samples', 'Samples for the {element}', 'Which {material}?'],
    file: 'photos',
    beats: [
      [
        'The samples of {material} came today. I took pictures by the window and in the shade, because they could be two different materials.\n\nI prefer the darker one for the {element}, but it is {percent}% dearer.',
        'Three samples of {material} are on my desk. Number two has the best edge, number three the best price. See the pictures.',
      ],
      [
        'The darker one, without doubt. In ten years nobody will remember the {percent}%.',
        'Hard to tell on a screen. Can you post me number two? I want to see it wet.',
      ],
      ['Done, ordered with a spare length for repairs.', 'In the post. It should be with you on {day}.'],
    ],
  },
  {
    by: ['Marco', 'James'],
    subjects: ['Load check for the {element}', 'Numbers for the {project}', '{project}: deflection'],
    beats: [
      [
        'I ran the {element} again with the crowd load. Deflection is {number} mm over {length} m, which passes, but the first frequency is close to walking pace. I would add mass or damping, and mass is cheaper.\n\nHow much deeper may the section get before you stop liking it?',
        'Short version: it stands. Long version: the {element} spans {length} m, uses {percent}% of its strength and most of its patience. I would like another {number} mm of depth.',
      ],
      [
        'Take the {number} mm, but from below. The top edge has to stay on the line of the parapet.',
        'I would rather give you a heavier deck than a deeper beam. Would {material} be enough?',
      ],
      [
        'That works. I will update the model and send you the reactions for the abutments by {day}.',
        'Enough, and with something to spare. New figures on {day}.',
      ],
      ['Received. The abutments are fine with it.', 'Thank you. I put the figures on sheet {sheet}.'],
    ],
  },
  {
    subjects: ['Minutes, {project}, week {week}', 'Minutes of {day}', 'Actions from {day}'],
    file: 'text',
    beats: [
      [
        'Minutes of {day} attached. The actions, so that nobody has to open the file:\n\n1. Survey of the {element}: by {other}\n2. Price for {material}, two alternatives: before week {week}\n3. Letter to the city office: me, today\n\nCorrections by {other}, please.',
        'Here is what I wrote down on {day}. Most of it is about the {element}. If I have put words in your mouth, say so by {other}.',
      ],
      [
        'One correction: item 2 was for the contractor, not for us. Otherwise a fair record.',
        'No corrections. The letter went out an hour ago.',
      ],
      ['Corrected and sent round.', 'Thanks, filed.'],
    ],
  },
  {
    by: ['Aoife'],
    subjects: ['Lighting along the {element}', 'Light levels, {project}'],
    beats: [
      [
        'I walked the site after dark. With the lamps at {length} m there is a dark patch right at the {element}. Either one more fitting or a warmer, wider lens.\n\nThe wider lens costs less and attracts fewer insects.',
        'Attached to nothing, just an opinion: the {element} wants to be lit from below, and gently. {number} lux is a car park.',
      ],
      [
        'The wider lens, please. What does it do to the neighbours?',
        'Agreed on gently. Could we try it with two fittings before we buy twenty?',
      ],
      [
        'Nothing, it cuts off well below their sills. I will bring two to the site on {day} and we can look together.',
        'I have two on loan until {day}. Bring a coat.',
      ],
    ],
  },
  {
    by: ['Tom'],
    subjects: ['Survey data', '{project}: point cloud', 'Survey of the {project}, delivery'],
    file: 'table',
    beats: [
      [
        'The points are in the attached table, local grid, heights to the benchmark on the church. Accuracy is better than 5 mm except behind the {element}, where I had no line of sight.',
        'Delivery of the survey: {number} control points as CSV. The full cloud is too large for mail, I will bring it on {day}.',
      ],
      [
        'Imported without trouble. Point {sheet} is half a metre in the air, I suppose somebody stood there?',
        'Thank you. The heights differ from the old drawings by {number} mm throughout. Which benchmark did they use?',
      ],
      [
        'Somebody did, with a wheelbarrow. Delete it.',
        'The one that was rebuilt after the flood. Ours is right, theirs was right once.',
      ],
    ],
  },
  {
    subjects: [
      'Small change to the {element}',
      'Before we build it: the {element}',
      'A question about sheet {sheet}',
    ],
    beats: [
      [
        'The joiner asks whether the {element} could be made from two pieces instead of one. It would save three weeks and a lorry. The joint would fall under the cover strip, so nobody would see it.',
        'On sheet {sheet} the {element} is drawn with a shadow gap on the left only. Is that meant, or did the right one get lost?',
      ],
      [
        'Two pieces are fine if the joint is scarfed, not butted. I will draw it.',
        'Lost. It should be on both sides, {number} mm each. Thank you for asking before cutting.',
      ],
      [
        'Scarfed it is. Drawing by {day}, please, he starts on {other}.',
        'That is what I thought. Cutting tomorrow.',
      ],
      [
        'Sheet {sheet} attached to the shared folder, with the joint at full size.',
        'Good. Send me a picture when it is in.',
      ],
    ],
  },
  {
    by: ['James', 'Priya', 'Tom'],
    subjects: ['Programme', 'Where are we with the {project}?', '{project}: dates'],
    mine: true,
    beats: [
      [
        'Could you tell me where you stand with the {element}? The client asks every other day, and I would like to give an answer that stays true for a week.',
        'A quick look at the dates: the {material} was due in week {week}. Has it come? If not, I will move the painters.',
      ],
      [
        'Half of it is up, the rest follows on {day}. Tell the client the end of week {week} and you will be safe.',
        'It came yesterday, {number} boards too many and two too short. The short ones are being replaced by {day}.',
      ],
      ['Thank you, that is all I needed.', 'Then the painters stay where they are. Thanks.'],
    ],
  },
  {
    by: ['Hana', 'Sofie'],
    subjects: ['Competition entry', 'Northern Timber Prize, shall we?', 'Exhibition in spring'],
    beats: [
      [
        'The call for the timber prize is out. The {project} would suit it well: built, small, and photographed on the one sunny day of the year. It needs two boards and 300 words by {day}.\n\nWould you write the words if I do the boards?',
        'They asked whether we would show the {project} in spring. One model, one drawing, no speeches. I am tempted.',
      ],
      [
        'Gladly. I will send you a draft; cut what you like, but leave in the sentence about the ferryman.',
        'Yes, if the model may be the old one with the coffee stain. It has character.',
      ],
      [
        'The sentence about the ferryman stays. Boards are done, have a look at the second one, I am not sure about the plan.',
        'The stain is under glass now. It is officially part of the work.',
      ],
      ['Submitted, with six minutes to spare.', 'See you at the opening.'],
    ],
  },
  {
    by: ['Maya'],
    subjects: ['Acoustics of the hall', '{project}: reverberation', 'Too loud?'],
    beats: [
      [
        'I measured the hall empty: 2.{number} seconds in the middle frequencies. Fine for a choir, hopeless for a meeting. Curtains along the {element} would bring it down, a felt ceiling would do it better.',
        'The readers complain about the noise near the {element}. It is the footsteps, not the voices. Have you thought of cork?',
      ],
      [
        'Felt ceiling, if it can be {material} in colour. Do you have a product in mind?',
        'Cork under what is there, or cork to walk on?',
      ],
      [
        'Two products, samples on {day}. One is made from old bottles and looks it, in a good way.',
        'To walk on. It is warm and it ages like a shoe.',
      ],
    ],
  },
]
