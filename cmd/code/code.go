package code

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/client/snippet"
	"neonchat/cmd/answer"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/ui/markdown"
)

// Command is the command code.
func Command(p *program.Program, m *backend.Models, h *backend.History) *cobra.Command {
	o := options{Program: p, models: m, history: h}
	c := &cobra.Command{
		Use:   "code --sdk NAME [flags] [prompt...]",
		Short: "Print a question as a program, or another program's settings",
		Long: `code prints the request that neonchat would send as a program for an SDK: the
model, the conversation, the files and all that the flags set. It asks nobody.
The program reads NEON_AI_GATEWAY_BASE_URL and NEON_AI_GATEWAY_TOKEN, and says
in its first lines what to install and how to run it:

  neonchat code --sdk ai-sdk -m claude-sonnet-4-6 "explain vacuum" > main.ts

SDKs: ` + wrapped("SDKs: ", snippet.Names()) + `.

--last and --session take the last question of a session, with all that came
before it, or put the prompt behind it. Files that -f names are read by the
program; those of a session are written into it.

Of a program it prints the settings that point it at this branch and a model,
with the token named by its variable; --write puts them into the program's own
file, beside what is there, and keeps a copy of that:

  neonchat code --sdk claude-code -m claude-sonnet-4-6 --write

Programs: ` + wrapped("Programs: ", snippet.Settable()) + `.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			o.prompt = strings.Join(args, " ")
			return o.run(c.Context())
		},
	}
	f := c.Flags()
	f.StringVar(&o.sdk, "sdk", "", "write for the SDK or the program of this `NAME`")
	f.BoolVar(&o.write, "write", false, "put the settings into the program's own file")
	f.BoolVar(&o.stream, "stream", false, "show the answer as it comes")
	f.StringVarP(&p.Flags.Model, "model", "m", "", "choose the model, `MODEL[:EFFORT][@DIALECT]`")
	p.AskFlags(c)
	p.ResumeFlags(c)
	f.BoolVar(&p.Flags.Latest, "last", false, "take the latest session of the branch")
	names := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return append(snippet.Names(), snippet.Settable()...), cobra.ShellCompDirectiveNoFileComp
	}
	if err := c.RegisterFlagCompletionFunc("sdk", names); err != nil {
		panic(err) // the flag is defined above
	}
	return c
}

// wrapped lists names in lines that fit into a help text, behind a word.
func wrapped(before string, names []string) string {
	var b strings.Builder
	width := len(before)
	for i, name := range names {
		if i > 0 {
			name = ", " + name
		}
		if width+len(name) > 78 {
			name = ",\n" + strings.TrimPrefix(name, ", ")
			width = -2
		}
		b.WriteString(name)
		width += len(name)
	}
	return b.String()
}

type options struct {
	*program.Program
	models  *backend.Models
	history *backend.History
	sdk     string
	stream  bool
	write   bool
	prompt  string
}

func (o *options) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	switch {
	case o.sdk == "":
		return program.Usagef("name one with --sdk: "+words.OneOf(append(snippet.Names(), snippet.Settable()...)), "code needs to know for which SDK")
	case slices.Contains(snippet.Settable(), o.sdk):
		return o.settings(format)
	case o.write:
		return program.Usagef("write it to a file with '> FILE'", "--write is for the settings of %s: %s gets a program", words.OneOf(snippet.Settable()), o.sdk)
	}
	r, paths, err := o.request(ctx)
	if err != nil {
		return err
	}
	source, err := snippet.Write(o.sdk, r, snippet.Options{Stream: o.stream, Path: paths.of})
	if err != nil {
		return usage(err)
	}
	return o.print(format, r.Model.ID, source)
}

// usage makes what the user asked for in vain a wrong command line.
func usage(err error) error {
	var e *snippet.Error
	if errors.As(err, &e) {
		return program.Usagef(e.Hint(), "%w", err)
	}
	return err
}

// A listing is the object of 'code -o json'.
type listing struct {
	SDK      string   `json:"sdk"`
	Model    string   `json:"model"`
	Dialect  string   `json:"dialect"`
	Language string   `json:"language"`
	File     string   `json:"file"`
	Install  *string  `json:"install"` // null where it needs nothing
	Run      string   `json:"run"`
	Source   string   `json:"source"`
	Notices  []string `json:"notices"`
}

func (o *options) print(format, model string, p snippet.Program) error {
	if format == "json" {
		l := listing{SDK: p.SDK, Model: model, Dialect: p.Dialect, Language: p.Language, File: p.File, Run: p.Run, Source: p.Source}
		if p.Install != "" {
			l.Install = &p.Install
		}
		l.Notices = append([]string{}, p.Notices...)
		return o.PrintJSON(l)
	}
	for _, n := range p.Notices {
		o.Status.Notice(n)
	}
	if o.IsTerminal(o.Out) {
		p.Source = markdown.Clean(p.Source)
	}
	_, err := o.Out.WriteString(p.Source)
	return err
}

// request is what would be asked.
func (o *options) request(ctx context.Context) (r chat.Request, paths paths, err error) {
	session, err := o.history.Resume(ctx)
	if err != nil {
		return r, nil, err
	}
	_, q, err := answer.NewQuestion(o.models, o.model(session))
	if err != nil {
		return r, nil, err
	}
	parts, length, err := answer.Parts(ctx, o.Program, o.prompt, answer.PromptLimit(q.Facts))
	if err != nil && !errors.As(err, new(answer.TooMuchError)) {
		return r, nil, err
	}
	if err := q.Fits(length); err != nil {
		return r, nil, err
	}
	r = chat.Request{Model: q.Model, Options: q.Options}
	if session != nil {
		r.Messages = session.Path()
	}
	if len(parts) > 0 {
		r.Messages = append(r.Messages, chat.Message{Role: chat.User, Parts: parts})
	}
	if r.Messages = untilQuestion(r.Messages); r.Messages == nil {
		return r, nil, program.Usagef(`give one as an argument, or take that of the latest session with --last`, "there is no prompt")
	}
	return r, pathsOf(parts, o.Flags.Files), nil
}

// model names the target: that of --model, the one that answered last in the
// session, that of the settings, or the default.
func (o *options) model(session *chat.Session) string {
	if o.Given("model") {
		return o.Flags.Model
	}
	if session != nil {
		if last := o.models.AnsweredLast(session); last != "" {
			return last
		}
	}
	if o.Settings.Model != "" {
		return o.Settings.Model
	}
	name, _ := o.models.Default()
	return name
}

// untilQuestion is the conversation up to the last thing that the user asked, nil
// where nothing was.
func untilQuestion(messages []chat.Message) []chat.Message {
	for i, m := range slices.Backward(messages) {
		if m.Role == chat.User && m.Text() != "" {
			return messages[:i+1]
		}
	}
	return nil
}

// paths are those of the files that the command line names, by their contents in
// memory.
type paths map[*byte]string

// pathsOf pairs the files with their paths: they come first, in the same order.
func pathsOf(parts []chat.Part, named []string) paths {
	all := paths{}
	for i, path := range named {
		if i < len(parts) {
			if f, ok := parts[i].(chat.File); ok {
				all[&f.Data[0]] = path
			}
		}
	}
	return all
}

func (p paths) of(f chat.File) string {
	if len(f.Data) == 0 {
		return ""
	}
	return p[&f.Data[0]]
}
