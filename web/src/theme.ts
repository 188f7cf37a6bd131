import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** A quiet petrol, of which shade 7 on white and shade 3 on dark have 4.5:1 and more. */
const petrol: MantineColorsTuple = [
  '#e8f6f7',
  '#d5ebed',
  '#abd7da',
  '#7dc2c7',
  '#58b0b7',
  '#3fa5ad',
  '#2b9aa3',
  '#14757d',
  '#0b666d',
  '#004f56',
];

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 7 },
  colors: { petrol },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '28px' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: true } },
    },
    Button: { defaultProps: { size: 'sm' } },
  },
});
