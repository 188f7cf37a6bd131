export const caseload = {
  title: 'Caseload',
};
