package composer

import (
	"regexp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/page"
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
	{"effort", "[WORD]", "how hard to think; alone: what is set; auto: as the model likes"},
	{"temperature", "[0-2]", "alone: what is set; none: as the model likes"},
	{"system", "[TEXT|@FILE]", "the system prompt; alone: what is set; none: none"},
	{"dialect", "[NAME]", "mlflow, openai, anthropic or gemini; alone: what is set; none: the one that fits"},
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
	i := slices.IndexFunc(Commands, func(k Command) bool { return strings.EqualFold(k.Name, name) })
	if i < 0 {
		return Command{}, false
	}
	return Commands[i], true
}

// CommandIn parses a command: a known word after a slash at the very start,
// typed here, in small letters or capitals.
func CommandIn(d draft.Draft) (name string, arg draft.Draft, ok bool) {
	if !d.Slashed() {
		return "", draft.Draft{}, false
	}
	n := len(d.FirstWord())
	k, ok := find(d.Text[1:n])
	return k.Name, d.Part(n, len(d.Text)).Trimmed(), ok
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

var commandLike = regexp.MustCompile(`^/[A-Za-z]+$`)

// textCommand returns the command that a draft begins with if it came from
// elsewhere and so counts as text, or "".
func textCommand(d draft.Draft) string {
	if d.Slashed() {
		return ""
	}
	return commandWord(d.Text)
}

// commandWord is the command that a text begins with, whoever wrote it; or "".
func commandWord(text string) string {
	word := draft.Draft{Text: text}.FirstWord()
	name, slash := strings.CutPrefix(word, "/")
	if _, ok := find(name); !slash || !ok {
		return ""
	}
	return word
}

// A refusedMsg is a command that could not be carried out, and why.
type refusedMsg struct {
	command draft.Draft
	why     string
}

// Carried looks at what carrying out a command means, before that is obeyed: one that
// a notice refuses, at once or in the end, stands in the composer again, to be
// mended.
func (c *Composer) Carried(command draft.Draft, i page.Intent) page.Intent {
	switch i := i.(type) {
	case page.Notice:
		c.refused(command)
	case tea.Cmd:
		if i == nil {
			return nil
		}
		return tea.Cmd(func() tea.Msg {
			msg := i()
			if n, ok := msg.(page.NoticeMsg); ok && n.Failed {
				return refusedMsg{command, n.Text}
			}
			return msg
		})
	}
	return i
}

// refused puts a command back. Where something else is written by now, it can be
// recalled.
func (c *Composer) refused(command draft.Draft) {
	if c.Empty() {
		c.Put(command)
	}
}

// Remember makes a draft one that can be recalled: a command as such, and a question
// that only looks like one behind a space, which has it stay a question.
func (c *Composer) Remember(d draft.Draft) tea.Cmd {
	text := d.Plain()
	if _, _, ok := CommandIn(d); !ok && commandWord(text) != "" {
		text = " " + text
	}
	return c.env.Memory.Ask(text)
}
