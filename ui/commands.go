package ui

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// A command is what a line that begins with a slash does.
type command struct {
	name string
	arg  string // what it takes, for the list
	help string
	run  func(c *conversation, arg string) page.Intent
}

func commands() []command {
	return []command{
		{"model", "[MODEL[:EFFORT][@DIALECT]]", "choose the model", (*conversation).cmdModel},
		{"effort", "[WORD]", "how hard to think; alone: as the model likes", (*conversation).cmdEffort},
		{"temperature", "[0-2]", "alone: as the model likes", (*conversation).cmdTemperature},
		{"system", "[TEXT]", "the system prompt; alone: none", (*conversation).cmdSystem},
		{"dialect", "[NAME]", "mlflow, openai, anthropic or gemini; alone: the one that fits", (*conversation).cmdDialect},
		{"compare", "[TARGET…|SET] [PROMPT]", "ask several models side by side", nil},
		{"standings", "[TAG]", "what your votes say of the models", func(_ *conversation, tag string) page.Intent { return page.ShowStandings{Tag: tag} }},
		{"new", "", "begin another session", (*conversation).cmdNew},
		{"sessions", "[WORDS]", "what was said on this branch, and on others", (*conversation).cmdSessions},
		{"search", "[WORDS]", "search every message", (*conversation).cmdSearch},
		{"rename", "TITLE", "give the session another title", (*conversation).cmdRename},
		{"fork", "", "go on in a session of its own", (*conversation).cmdFork},
		{"origin", "", "back to the session that this one was forked from", func(c *conversation, _ string) page.Intent { return c.goBack() }},
		{"export", "[FILE]", "write the conversation as Markdown", (*conversation).cmdExport},
		{"copy", "", "copy the last answer", (*conversation).cmdCopy},
		{"editor", "", "write in $EDITOR", (*conversation).cmdEditor},
		{"attach", "FILE", "send a text, an image or a PDF along", (*conversation).cmdAttach},
		{"retry", "", "ask the last question again", func(c *conversation, _ string) page.Intent { return c.retry() }},
		{"continue", "", "take up an answer that was cut", func(c *conversation, _ string) page.Intent { return c.goOn(c.lastAnswer()) }},
		{"branch", "[carry [BRANCH]]", "the Neon branch; carry takes a session along to it", (*conversation).cmdBranch},
		{"doctor", "", "find out what works", (*conversation).cmdDoctor},
		{"keys", "", "every key", (*conversation).cmdHelp},
		{"help", "", "keys and commands", (*conversation).cmdHelp},
		{"quit", "", "leave", func(*conversation, string) page.Intent { return page.Quit{} }},
	}
}

// commandIn reads a command: a known word behind a slash at the very start, typed
// here.
func commandIn(d draft.Draft) (name string, arg draft.Draft, ok bool) {
	if !d.Slashed() {
		return "", draft.Draft{}, false
	}
	n := len(d.FirstWord())
	name = d.Text[1:n]
	return name, d.Part(n, len(d.Text)).Trimmed(), isCommand(name)
}

func isCommand(name string) bool {
	return slices.ContainsFunc(commands(), func(k command) bool { return k.name == name })
}

// noCommand is the first word of a draft that looks like a command and is none,
// or "": it was mistyped, and is not worth asking a model. A path looks
// different, and a space before it makes anything a question.
func noCommand(d draft.Draft) string {
	word := d.FirstWord()
	if !d.Slashed() || !commandLike.MatchString(word) || isCommand(word[1:]) {
		return ""
	}
	return word
}

var commandLike = regexp.MustCompile(`^/[a-z]+$`)

func (c *conversation) command(name string, arg draft.Draft) page.Intent {
	if name == "compare" { // what it asks keeps its chips
		return c.cmdCompare(arg)
	}
	for _, k := range commands() {
		if k.name == name {
			return k.run(c, arg.Plain())
		}
	}
	return nil
}

func (c *conversation) cmdModel(arg string) page.Intent {
	if arg == "" {
		return c.models()
	}
	t, err := catalog.ParseTarget(arg)
	if err != nil {
		return page.Notice{Text: err.Error()}
	}
	known, ok := c.env.Known.Find(t.Model)
	if !ok && c.insisted != arg {
		c.insisted = arg
		keep := c.write("")
		c.composer.Write("/model " + arg)
		return page.Batch{keep, page.Notice{Text: c.stranger(t.Model)}}
	}
	if ok {
		t.Model = known.ID
	}
	m := c.model
	m.Target, m.Model.Default = t, false
	return c.use(m, nil)
}

// stranger tells that a model is in no list, and what to do about it: it may be
// mistyped, or newer than the lists.
func (c *conversation) stranger(id string) string {
	s := id + " is unknown (" + c.env.Keys.Key(keymap.Writing, keymap.Send) + " again uses it all the same)"
	if near := c.env.Known.Near(id, 3); len(near) > 0 {
		s += "; near: " + strings.Join(near, ", ")
	}
	return s
}

func (c *conversation) cmdEffort(arg string) page.Intent {
	if takes := page.Efforts(c.model.Facts); arg != "" && !slices.Contains(takes, arg) {
		if len(takes) == 0 {
			return page.Notice{Text: c.model.Model.ID + " takes no effort"}
		}
		return page.Notice{Text: c.model.Model.ID + " takes " + strings.Join(takes, ", ")}
	}
	m := c.model
	m.Target.Effort = arg
	return c.use(m, nil)
}

func (c *conversation) cmdTemperature(arg string) page.Intent {
	m := c.model
	if arg == "" {
		m.Temperature = nil
		return c.use(m, nil)
	}
	if c.model.Facts.Temperature == catalog.No {
		return page.Notice{Text: c.model.Model.ID + " takes no temperature"}
	}
	t, err := strconv.ParseFloat(arg, 64)
	if err != nil || !(t >= 0 && t <= 2) {
		return page.Notice{Text: "a temperature is a number from 0 to 2"}
	}
	m.Temperature = &t
	return c.use(m, nil)
}

func (c *conversation) cmdSystem(arg string) page.Intent {
	m := c.model
	m.System = &arg
	return c.use(m, nil)
}

func (c *conversation) cmdDialect(arg string) page.Intent {
	if arg == "auto" {
		arg = ""
	}
	if arg != "" && !slices.Contains(chat.Dialects[:], arg) {
		return page.Notice{Text: "there are the dialects " + strings.Join(chat.Dialects[:], ", ")}
	}
	m := c.model
	m.Target.Dialect = arg
	return c.use(m, nil)
}

func (c *conversation) cmdCopy(string) page.Intent {
	for i := len(c.transcript.Entries) - 1; i >= 0; i-- {
		if e := c.transcript.Entries[i]; !e.Question() && e.Text() != "" {
			return page.Copy{Text: e.Text(), What: "the answer"}
		}
	}
	return page.Notice{Text: "there is no answer yet"}
}

// doctorPatience bounds how long a doctor's visit takes.
const doctorPatience = time.Minute

func (c *conversation) cmdDoctor(string) page.Intent {
	doctor := c.env.Deps.Doctor
	if doctor == nil {
		return page.Notice{Text: "there is no doctor here"}
	}
	c.say("asking the gateway…")
	return tea.Cmd(func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), doctorPatience)
		defer cancel()
		return page.ShowPage{Title: "Doctor", Text: doctor(ctx)}
	})
}

func (c *conversation) cmdHelp(string) page.Intent { return page.Open{Over: newHelp(c.env)} }
