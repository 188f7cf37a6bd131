import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';

type Props = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps>;

/** A link within the pages, typed by their routes; keeps the moment that is looked at. */
export const AppLink = createLink(
  forwardRef<HTMLAnchorElement, Props>(function Link(props, ref) {
    return <Anchor ref={ref} {...props} />;
  }),
);
