import { Field, ID, ObjectType, ResolveField, Resolver } from '@nestjs/graphql';
import type { TextRef } from '../domain/envelope';
import { Uuid } from './scalars';
import { filled } from './filled';
import type { RequestContext } from './viewer';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType('Text', {
  description: 'A name or free text, sealed in the log under the key of the person it is about.',
})
export class SealedText {
  /** Not shown: where it is sealed. */
  ref!: TextRef;
}

/** The text behind a reference; null where none was given. */
export function sealedText(ref: TextRef | null): SealedText | null {
  return ref && filled(SealedText, { ref });
}

/*
 * Resolvers of these are called for each row of a list. Their arguments are taken as GraphQL gives
 * them: by decorators, Nest would pass each through all pipes, four times what the rest costs.
 */

@Resolver(() => SealedText)
export class TextResolver {
  @ResolveField(() => String, { nullable: true, description: 'The text; null: erased.' })
  value({ ref }: SealedText, _args: unknown, context: RequestContext) {
    return context.opened.text(ref);
  }

  @ResolveField(() => Boolean, {
    description: 'The key was destroyed: nobody can read the text any more, at no moment.',
  })
  async erased({ ref }: SealedText, _args: unknown, context: RequestContext) {
    return (await context.opened.text(ref)) === null;
  }
}

@ObjectType({
  description: 'A patient: of one who was merged into another by then, the one that survives.',
})
export class Patient {
  @Field(() => Uuid, { description: 'The id that it was recorded under.' })
  recordedAs!: string;

  /** Not shown: as of where in the log. */
  position!: number;
}

@Resolver(() => Patient)
export class PatientTextsResolver {
  @ResolveField(() => Uuid, { description: 'Id.' })
  async id({ recordedAs, position }: Patient, _args: unknown, context: RequestContext) {
    return (await context.opened.person('patient', recordedAs, position)).id;
  }

  @ResolveField(() => SealedText, { nullable: true, description: 'Name, as known then.' })
  async name({ recordedAs, position }: Patient, _args: unknown, context: RequestContext) {
    return sealedText((await context.opened.person('patient', recordedAs, position)).name);
  }

  @ResolveField(() => SealedText, {
    nullable: true,
    description: 'Birth date `YYYY-MM-DD`; null: unknown.',
  })
  async birthDate({ recordedAs, position }: Patient, _args: unknown, context: RequestContext) {
    return sealedText((await context.opened.person('patient', recordedAs, position)).birthDate);
  }

  @ResolveField(() => SealedText, {
    nullable: true,
    description: "The clinic's own number for the patient; null: none.",
  })
  async number({ recordedAs, position }: Patient, _args: unknown, context: RequestContext) {
    return sealedText((await context.opened.person('patient', recordedAs, position)).number);
  }

  @ResolveField(() => SealedText, {
    nullable: true,
    description: 'How to reach the patient; null: not known.',
  })
  async contact({ recordedAs, position }: Patient, _args: unknown, context: RequestContext) {
    return sealedText((await context.opened.person('patient', recordedAs, position)).contact);
  }
}

@ObjectType({ description: 'A member of the staff, or a part of the service itself.' })
export class StaffMember {
  @Field(() => ID, { description: 'Staff id, or `system:<part>`.' })
  id!: string;

  /** Not shown: as of where in the log. */
  position!: number;
}

/** Whoever is named, as known at a position; null where nobody is. */
export function staffAt(id: string | null, position: number): StaffMember | null {
  return id === null ? null : filled(StaffMember, { id, position });
}

@Resolver(() => StaffMember)
export class StaffTextsResolver {
  @ResolveField(() => SealedText, {
    nullable: true,
    description: 'Name, as known then; null: not registered, or no person.',
  })
  async name({ id, position }: StaffMember, _args: unknown, context: RequestContext) {
    if (id.startsWith('system:')) return null;
    return sealedText((await context.opened.person('staff', id, position)).name);
  }
}
