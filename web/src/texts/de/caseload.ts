export const caseload = {
  title: 'Patienten',
};
