export const find = {
  title: 'Episode finden',
  patient: 'Patient',
  patientHint: 'Zwei Buchstaben oder mehr',
  chosen: 'Der gewählte Patient',
  actor: 'Aufgezeichnet von',
  types: 'Art des Eintrags',
  from: 'Aufgezeichnet ab (UTC)',
  to: 'bis (UTC)',
  any: 'Alle',
  none: 'Keine Episode gefunden',
  noneText: 'Nichts, was Sie öffnen dürfen, wurde so aufgezeichnet. Weniger Bedingungen versuchen.',
  count: '{{shown}} von {{count}} Episoden, der letzte Eintrag zuerst.',
  latestOnly:
    'Nur die letzten Einträge wurden angesehen: Patient oder Tag nennen, um weiter zurückzugehen.',
  columns: {
    patient: 'Patient',
    condition: 'Beschwerde',
    phase: 'Phase',
    entries: 'Einträge',
    latest: 'Letzter davon',
    by: 'Von',
  },
};
