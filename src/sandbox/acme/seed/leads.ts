/** People who have not bought anything yet. None of them is known to the hub. */
export const NORTH_LEADS = [
  { first_name: 'Inès', last_name: 'Carvalho', email: 'ines@azulejo.example', company: 'Azulejo Studio' },
  { first_name: 'Björn', last_name: 'Åkerlund', email: 'bjorn@fjall.example', phone: '+46 8 555 01 40' },
  { first_name: 'Nia', last_name: 'Owen-Hughes', email: 'nia@cwmni.example', company: 'Cwmni Glas' },
  { first_name: 'Dražen', last_name: 'Šimić', email: 'drazen@more.example', phone: '+385 1 555 0142' },
];
