interface News {
  title: string;
  body: string;
}

/** What a school writes about. There are more articles than texts, so that titles are had more than once. */
export const news: Record<'school' | 'staff' | 'class', News[]> = {
  school: [
    {
      title: 'Welcome back',
      body: 'A warm welcome to the new school year!\n\nDoors open at **8:15**, lessons begin at 8:40.',
    },
    {
      title: 'The week ahead',
      body: '- Monday: assembly in the hall\n- Wednesday: early lunch\n- Friday: *house* colours',
    },
    {
      title: 'School photographs',
      body: 'The photographer is here on Thursday. Brothers and sisters may be taken together.',
    },
    {
      title: 'Library hours',
      body: 'The library is open from **8 to 16**, and until 17 on Tuesdays.\n\n> Bring back what you borrowed before the summer.',
    },
    {
      title: 'Harvest collection',
      body: 'We collect tins and dry food for the food bank:\n\n1. rice and pasta\n2. soup\n3. long-life milk',
    },
    {
      title: 'Sports day: results',
      body: '| House | Points |\n| --- | --- |\n| Oak | 412 |\n| Ash | 398 |\n| Elm | 377 |',
    },
    {
      title: 'New lunch menu',
      body: 'There is a vegetarian dish every day. Tell the kitchen about **allergies**, even if we know of them.',
    },
    {
      title: 'Road works at the main gate',
      body: 'Please use the side entrance until the end of the month, and *park nowhere near the crossing*.',
    },
    {
      title: 'Open evening',
      body: '## For families who are new\n\nTours start every 15 minutes from 17:30. Our older students show you round.',
    },
    { title: 'Lost property', body: 'Two coats, a violin bow and **eleven** water bottles are waiting in the office.' },
  ],
  staff: [
    {
      title: 'Staff meeting',
      body: 'Tuesday, 15:45, in the library.\n\n1. timetable\n2. trips\n3. any other business',
    },
    { title: 'Break duty', body: 'The new rota hangs in the staff room. Please swap *before* the day, not on it.' },
    { title: 'Fire drill', body: 'There will be one this week. Take the **paper** register with you.' },
    { title: 'Reports are due', body: 'Drafts by Friday; a colleague reads each one before it goes home.' },
    {
      title: 'Training day',
      body: '## First aid\n\nMorning: refresher for all. Afternoon: *adrenaline pens*, with the school nurse.',
    },
  ],
  class: [
    { title: 'Homework', body: 'Exercises 4 to 9, on paper. **Show your working.**' },
    {
      title: 'Test next week',
      body: 'It covers what we have done since September. Ask *before* the test, not after it.',
    },
    { title: 'What to bring', body: '- a ruler\n- a calculator\n- something to read' },
    { title: 'Trip: permission slips', body: 'Please hand them in by Friday. We leave at 9:00 and are back at 15:00.' },
  ],
};

/** The named teacher's two drafts: one that it has shared, one that nobody else sees. */
export const sharedDraft = {
  title: 'Mathematics challenge: the team',
  body: 'A **draft**: is it right that you join us as our first reserve? Tell me what to change before I publish it.',
};
export const privateDraft = {
  title: 'Notes for the parents’ evening',
  body: 'Not ready yet.\n\n- the new marking scheme\n- who needs a calculator?',
};
