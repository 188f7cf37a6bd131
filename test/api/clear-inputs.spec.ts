import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { OpenClinicInput } from '../../src/api/clinic';
import { MeasureInput } from '../../src/api/observation-inputs';
import { AdoptPolicyInput } from '../../src/api/policy-inputs';
import { RecordCredentialInput, RegisterStaffInput } from '../../src/api/staff-inputs';

async function refused(type: new () => object, input: object): Promise<string[]> {
  const errors = await validate(plainToInstance(type, input));
  return errors
    .filter(({ constraints }) => constraints && 'isClear' in constraints)
    .map(({ property }) => property);
}

describe('inputs that are kept in clear data', () => {
  it.each([
    ['NUL', '\u0000'],
    ['half a character', '\ud83d'],
    ['an escape', '\u001b'],
  ])('are refused with %s', async (_name, bad) => {
    expect(await refused(MeasureInput, { instrument: `NPRS${bad}` })).toEqual(['instrument']);
    expect(await refused(AdoptPolicyInput, { referringRoles: ['NURSE', bad] })).toEqual([
      'referringRoles',
    ]);
    const person = { issuer: `https://${bad}`, subject: `sub${bad}`, name: 'Sample' };
    expect(await refused(RegisterStaffInput, person)).toEqual(['issuer', 'subject']);
    expect(await refused(RecordCredentialInput, { issuer: `Board${bad}` })).toEqual(['issuer']);
    const clinic = { name: `Praxis${bad}`, address: `Uferweg${bad}` };
    expect(await refused(OpenClinicInput, clinic)).toEqual(['name', 'address']);
  });

  it('may have any whole character, and an address its lines', async () => {
    expect(await refused(MeasureInput, { instrument: 'Größe 😀' })).toEqual([]);
    const clinic = { name: 'Praxis am Fluß', address: 'Uferweg 1\n12345 Berlin' };
    expect(await refused(OpenClinicInput, clinic)).toEqual([]);
  });
});
