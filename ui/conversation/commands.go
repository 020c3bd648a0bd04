package conversation

import (
	"context"
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

// commands are the functions that carry out the program's commands.
var commands = map[string]func(c *Conversation, arg string) page.Intent{
	"model":       setModel,
	"effort":      setEffort,
	"temperature": setTemperature,
	"system":      setSystem,
	"dialect":     setDialect,
	"standings":   func(_ *Conversation, tag string) page.Intent { return page.ShowStandings{Tag: tag} },
	"new":         newSession,
	"sessions":    func(c *Conversation, words string) page.Intent { return listSessions(c, words, false) },
	"search":      func(c *Conversation, words string) page.Intent { return listSessions(c, words, true) },
	"rename":      rename,
	"fork":        forkLast,
	"origin":      func(c *Conversation, _ string) page.Intent { return c.GoBack() },
	"export":      exportTo,
	"copy":        copyAnswer,
	"editor":      func(c *Conversation, _ string) page.Intent { return c.Composer.OpenEditor() },
	"attach":      func(c *Conversation, file string) page.Intent { return c.Composer.Attach(file) },
	"retry":       func(c *Conversation, _ string) page.Intent { return c.Retry() },
	"continue":    func(c *Conversation, _ string) page.Intent { return c.GoOn(c.LastAnswer()) },
	"branch":      branch,
	"doctor":      askDoctor,
	"keys":        showHelp,
	"help":        showHelp,
	"quit":        func(*Conversation, string) page.Intent { return page.Quit{} },
}

// Command carries out a command. One that can't be is refused by a notice, and by
// nothing beside it.
func (c *Conversation) Command(name string, arg draft.Draft) page.Intent {
	if name == "compare" { // its prompt keeps its chips
		return startCompare(c, arg)
	}
	return commands[name](c, arg.Plain())
}

// Knows reports true: the chat carries out every command.
func (c *Conversation) Knows(string) bool { return true }

// Models returns the model that is asked.
func (c *Conversation) Models() []chat.Model { return []chat.Model{c.Model.Model} }

// Values returns what may follow a command.
func (c *Conversation) Values(command string) []string {
	switch command {
	case "/effort ":
		return page.Efforts(c.Model.Facts)
	case "/branch ":
		return []string{"carry"}
	case "/dialect ":
		return chat.Dialects[:]
	case "/model ":
		var all []string
		for _, m := range c.Env.Known.Models() {
			all = append(all, m.ID)
		}
		return all
	}
	if text, ok := strings.CutPrefix(command, "/compare "); ok {
		return c.Env.Comparable(text)
	}
	return nil
}

func setModel(c *Conversation, arg string) page.Intent {
	if arg == "" {
		return chooseModel(c)
	}
	t, err := catalog.ParseTarget(arg)
	if err != nil {
		return page.Notice{Text: err.Error()}
	}
	known, ok := c.Env.Known.Find(t.Model)
	if !ok && c.insisted != arg {
		c.insisted = arg
		return page.Notice{Text: unknownModel(c.Env, t.Model)}
	}
	if ok {
		t.Model = known.ID
	}
	m := c.Model
	m.Target, m.Model.Default = t, false
	return use(c.Env, m, nil)
}

// unknownModel says that a model is in no list, and what to do about it: it may
// be mistyped, or newer than the lists.
func unknownModel(env *page.Env, id string) string {
	return id + " is unknown (" + env.Keys.Key(keymap.Writing, keymap.Send) + " again uses it all the same)" + nearest(env.Known.Near(id, 3))
}

// nearest ends a sentence with the models that the user may have meant, if any.
func nearest(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return "; near: " + strings.Join(ids, ", ")
}

// show has what a command has set stand in the composer, ready to be changed.
func show(c *Conversation, name, value, about string) page.Intent {
	keep := c.Composer.Stash()
	c.Composer.Buffer.Write("/" + name + " " + value)
	if value == "" {
		about = "none is set; " + about
	}
	c.Composer.Say(about)
	return keep
}

// clears are the words that take a setting away.
var clears = []string{"none", "auto"}

func setEffort(c *Conversation, arg string) page.Intent {
	takes := page.Efforts(c.Model.Facts)
	switch {
	case arg == "" && len(takes) == 0, arg != "" && !slices.Contains(clears, arg) && len(takes) == 0:
		return page.Notice{Text: c.Model.Model.ID + " takes no effort"}
	case arg == "":
		return show(c, "effort", c.Model.Options.Effort, c.Model.Model.ID+" takes "+strings.Join(takes, ", "))
	case slices.Contains(takes, arg):
	case slices.Contains(clears, arg):
		arg = ""
	default:
		return page.Notice{Text: c.Model.Model.ID + " takes " + strings.Join(takes, ", ")}
	}
	m := c.Model
	m.Target.Effort = arg
	return use(c.Env, m, nil)
}

func setTemperature(c *Conversation, arg string) page.Intent {
	const span = "a temperature is a number from 0 to 2"
	m := c.Model
	switch {
	case slices.Contains(clears, arg):
		m.Temperature = nil
		return use(c.Env, m, nil)
	case c.Model.Facts.Temperature == catalog.No:
		return page.Notice{Text: c.Model.Model.ID + " takes no temperature"}
	case arg == "":
		now := ""
		if t := c.Model.Options.Temperature; t != nil {
			now = strconv.FormatFloat(*t, 'g', -1, 64)
		}
		return show(c, "temperature", now, span)
	}
	t, err := strconv.ParseFloat(arg, 64)
	if err != nil || !(t >= 0 && t <= 2) {
		return page.Notice{Text: span}
	}
	m.Temperature = &t
	return use(c.Env, m, nil)
}

func setSystem(c *Conversation, arg string) page.Intent {
	m := c.Model
	name, file := strings.CutPrefix(arg, "@")
	switch {
	case arg == "":
		return show(c, "system", m.Options.System, "the system prompt is text, or the @file that it stands in")
	case slices.Contains(clears, arg):
		arg = ""
	case file:
		return readSystem(c.Env, m, draft.Inside(c.Env.Deps.Dir, strings.Trim(name, `"`)))
	}
	m.System = &arg
	return use(c.Env, m, nil)
}

// readSystem has a file be the system prompt.
func readSystem(env *page.Env, m page.Choice, path string) tea.Cmd {
	read := env.Deps.ReadFile
	return func() tea.Msg {
		f, err := read(path)
		switch {
		case err != nil:
			return page.NoticeMsg{Text: err.Error(), Failed: true}
		case draft.KindOfMIME(f.MIME) != "text":
			return page.NoticeMsg{Text: "a system prompt is text, and " + path + " is none", Failed: true}
		}
		text := strings.TrimSpace(string(f.Data))
		m.System = &text
		return use(env, m, nil)()
	}
}

func setDialect(c *Conversation, arg string) page.Intent {
	names := strings.Join(chat.Dialects[:], ", ")
	switch {
	case arg == "":
		return show(c, "dialect", c.Model.Target.Dialect, "there are "+names+"; "+c.Model.Model.Dialect+" answers now")
	case slices.Contains(clears, arg):
		arg = ""
	case !slices.Contains(chat.Dialects[:], arg):
		return page.Notice{Text: "there are the dialects " + names}
	}
	m := c.Model
	m.Target.Dialect = arg
	return use(c.Env, m, nil)
}

func copyAnswer(c *Conversation, _ string) page.Intent {
	for i := len(c.Transcript.Entries) - 1; i >= 0; i-- {
		if e := c.Transcript.Entries[i]; !e.Question() && e.Text() != "" {
			return page.Copy{Text: e.Text(), What: "the answer"}
		}
	}
	return page.Notice{Text: "there is no answer yet"}
}

// doctorPatience is how long the doctor may take.
const doctorPatience = time.Minute

func askDoctor(c *Conversation, _ string) page.Intent {
	doctor := c.Env.Deps.Doctor
	if doctor == nil {
		return page.Notice{Text: "there is no doctor here"}
	}
	c.Composer.Say("asking the gateway…")
	return tea.Cmd(func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), doctorPatience)
		defer cancel()
		return page.ShowPage{Title: "Doctor", Text: doctor(ctx)}
	})
}

func showHelp(c *Conversation, _ string) page.Intent { return page.Open{Over: NewHelp(c.Env)} }
