const list = (names: string) => names.trim().split(/,\s+/);

/** Names of people who don't exist. There are fewer family names than families, so that many are had more than once. */
export const givenNames = list(`
  Aaliyah, Adam, Aiko, Alba, Alejandro, Amina, Andrei, Anika, Arjun, Astrid, Ayesha, Bao,
  Beatriz, Ben, Bronwyn, Callum, Carmen, Chinedu, Chloe, Daniel, Delphine, Dilara, Eilidh,
  Elif, Emeka, Emily, Esther, Farah, Felix, Freya, Gabriel, Grace, Hamza, Hana, Harriet,
  Hugo, Ibrahim, Imogen, Isla, Ivan, Jade, Jakub, Jamal, Jean-Luc, Jun, Kai, Kavya, Kofi,
  Lena, Lucia, Lukas, Magnus, Marisol, Mateo, Mei, Mina, Nadia, Nia, Noah, Noor, Oisin,
  Olive, Oscar, Paloma, Petra, Priya, Rafael, Rania, Reuben, Rhys, Rosa, Ruth, Samir,
  Sanjay, Sara, Seren, Siobhan, Sofia, Tariq, Tess, Theo, Uma, Victor, Wen, Xanthe,
  Yara, Yusuf, Zainab, Zara, Zoë, André, Anne-Marie, José, Mary-Kate, Renée, Søren, Łucja
`);

export const familyNames = list(`
  Abbott, Adeyemi, Ahmed, Andersson, Bailey, Banerjee, Baptiste, Begum, Brown, Campbell, Chen,
  Clarke, Costa, D'Angelo, Davies, De Vries, Diallo, Dubois, Eriksen, Evans, Fernandes, Fofana,
  Garcia-Lopez, Gill, Green, Hall, Hassan, Hughes, Hussain, Ivanova, Jackson, Jones, Kaur,
  Khan, Kim, Lewis, Li, MacDonald, Mensah, Mohamed, Morgan, Müller, Murphy, Nguyen, Novák,
  O'Brien, O'Connor, Owusu, Park, Patel, Pereira, Rahman, Reid, Roberts, Rossi, Santos,
  Schmidt, Scott, Sharma, Silva, Singh, Smith, Smith-Jones, Suzuki, Taylor, Tran, Walker,
  Williams, Wilson, Wong, Wright, Yilmaz, Zhang, Zielinski
`);

export const preferredNames = ['Ace', 'Bee', 'Cat', 'Dot', 'Gabe', 'Jay', 'Kit', 'Lulu', 'Max', 'Nell', 'Sam', 'Teddy'];

export const streets = list(`
  Abbey Road, Beech Avenue, Canal Street, Chapel Hill, Church Lane, Elm Grove, Ferry Road,
  Garden Terrace, High Street, Juniper Close, Kiln Lane, Mill Lane, Orchard Way, Park View,
  Quarry Road, Rosemary Court, Station Road, Tanner Row, Victoria Crescent, Willow Walk
`);

export const medicalNotes = [
  'Asthma: blue inhaler in the school office, a second one in the bag.',
  'Severe peanut allergy. Adrenaline pen in the medical room; call 999 and then home.',
  'Type 1 diabetes. May check and eat at any time.\nHypo kit in the form room.',
  'Epilepsy, well controlled. Seizure plan with the nurse.',
  'Wears hearing aids; sits at the front on the left.',
  'Coeliac disease: strictly gluten-free lunches.',
  'Hay fever from May to July; may take own antihistamine.',
  'Migraine: needs a quiet, dark room and a call home.',
];
