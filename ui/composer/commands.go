package composer

import (
	"regexp"
	"slices"
	"strings"

	"neonchat/ui/draft"
)

// A Command is what a line that begins with a slash does.
type Command struct {
	Name string
	Arg  string // the argument as the help shows it; "" for none
	Help string
}

// Commands are all commands of the program, in the order in which the completion
// and the help show them. The pages carry them out.
var Commands = []Command{
	{"model", "[MODEL[:EFFORT][@DIALECT]]", "choose the model"},
	{"effort", "[WORD]", "how hard to think; alone: as the model likes"},
	{"temperature", "[0-2]", "alone: as the model likes"},
	{"system", "[TEXT]", "the system prompt; alone: none"},
	{"dialect", "[NAME]", "mlflow, openai, anthropic or gemini; alone: the one that fits"},
	{"compare", "[TARGET…|SET] [PROMPT]", "ask several models side by side"},
	{"standings", "[TAG]", "what your votes say of the models"},
	{"new", "", "begin another session"},
	{"sessions", "[WORDS]", "what was said on this branch, and on others"},
	{"search", "[WORDS]", "search every message"},
	{"rename", "TITLE", "give the session another title"},
	{"fork", "", "go on in a session of its own"},
	{"origin", "", "back to the session that this one was forked from"},
	{"export", "[FILE]", "write the conversation as Markdown"},
	{"copy", "", "copy the last answer"},
	{"editor", "", "write in $EDITOR"},
	{"attach", "FILE", "send a text, an image or a PDF along"},
	{"retry", "", "ask the last question again"},
	{"continue", "", "take up an answer that was cut"},
	{"branch", "[carry [BRANCH]]", "the Neon branch; carry takes a session along to it"},
	{"doctor", "", "find out what works"},
	{"keys", "", "every key"},
	{"help", "", "keys and commands"},
	{"quit", "", "leave"},
}

func find(name string) (Command, bool) {
	i := slices.IndexFunc(Commands, func(k Command) bool { return k.Name == name })
	if i < 0 {
		return Command{}, false
	}
	return Commands[i], true
}

// CommandIn parses a command: a known word after a slash at the very start,
// typed here.
func CommandIn(d draft.Draft) (name string, arg draft.Draft, ok bool) {
	if !d.Slashed() {
		return "", draft.Draft{}, false
	}
	n := len(d.FirstWord())
	_, ok = find(d.Text[1:n])
	return d.Text[1:n], d.Part(n, len(d.Text)).Trimmed(), ok
}

// Mistyped returns the first word of a draft that looks like an unknown command,
// or "". Such a draft isn't worth asking a model. A path looks different, and a
// space in front makes anything a question.
func Mistyped(d draft.Draft) string {
	word := d.FirstWord()
	if !d.Slashed() || !commandLike.MatchString(word) {
		return ""
	}
	if _, ok := find(word[1:]); ok {
		return ""
	}
	return word
}

var commandLike = regexp.MustCompile(`^/[a-z]+$`)

// textCommand returns the command that a draft begins with if it came from
// elsewhere and so counts as text, or "".
func textCommand(d draft.Draft) string {
	word, slash := strings.CutPrefix(d.FirstWord(), "/")
	if _, ok := find(word); !slash || !ok || d.Slashed() {
		return ""
	}
	return "/" + word
}
