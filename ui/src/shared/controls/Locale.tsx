/** Tells the control kit which language, calendar and digits the person has. */
import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";

export const Locale = ({ locale, children }: { locale: string; children: ReactNode }) => <I18nProvider locale={locale}>{children}</I18nProvider>;
