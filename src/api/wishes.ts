import { SetMetadata } from '@nestjs/common';
import type { Right } from './rights';

/** What a root field asks of who calls it: a right, or only that they are signed in. */
export type Wish = Right | 'SIGNED_IN';

export const WISH = 'anamnesis:wish';

/** Declares what a query, mutation or subscription needs; without it the guard says no. */
export const Needs = (wish: Wish): MethodDecorator => SetMetadata(WISH, wish);
