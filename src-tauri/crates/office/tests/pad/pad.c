/* What does a reader with keys of its own look like to a program? A card of software (PKCS#11) whose PIN is never taken
   from the program: it is typed on the reader, which here is the file `typed` in the folder of the test. A PIN that a
   program sends all the same is refused. Layouts: PKCS#11 2.40, sections 3 and 5. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long word;
enum { GET_TOKEN_INFO = 6, LOGIN = 18, FUNCTIONS = 68, FLAGS = 96 };
enum { OK = 0, GENERAL_ERROR = 5, ARGUMENTS_BAD = 7, PROTECTED_AUTHENTICATION_PATH = 0x100 };
struct list {
    unsigned char version[2];
    void *at[FUNCTIONS];
};

static struct list *card;
static struct list reader;

static word token_info(word slot, unsigned char *info) {
    word answer = ((word(*)(word, unsigned char *))card->at[GET_TOKEN_INFO])(slot, info);
    word flags;
    if (answer == OK) {
        memcpy(&flags, info + FLAGS, sizeof flags);
        flags |= PROTECTED_AUTHENTICATION_PATH;
        memcpy(info + FLAGS, &flags, sizeof flags);
    }
    return answer;
}

static word login(word session, word user, unsigned char *sent, word length) {
    char path[4096], typed[64] = "";
    FILE *file;
    (void)length;
    if (sent != NULL) return ARGUMENTS_BAD;
    snprintf(path, sizeof path, "%s/typed", getenv("TAMGA_SOFT_CARD"));
    file = fopen(path, "r");
    if (file == NULL || fgets(typed, sizeof typed, file) == NULL) return GENERAL_ERROR;
    fclose(file);
    return ((word(*)(word, word, char *, word))card->at[LOGIN])(session, user, typed, strlen(typed));
}

word C_GetFunctionList(struct list **out) {
    void *library = dlopen(getenv("TAMGA_SOFT_MODULE"), RTLD_NOW);
    word (*get)(struct list **) = library ? (word(*)(struct list **))dlsym(library, "C_GetFunctionList") : NULL;
    if (get == NULL || get(&card) != OK) return GENERAL_ERROR;
    reader = *card;
    reader.at[GET_TOKEN_INFO] = (void *)token_info;
    reader.at[LOGIN] = (void *)login;
    *out = &reader;
    return OK;
}
