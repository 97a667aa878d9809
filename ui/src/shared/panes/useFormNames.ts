/** What is a form called whose id a row carries? */
import { useMemo } from "react";
import { useAnswer } from "../../host/useAnswer";

export function useFormNames(): (id: string) => string {
  const forms = useAnswer("agreements_list", {});
  return useMemo(() => {
    const names = new Map(forms.value?.rows.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? id;
  }, [forms.value]);
}
