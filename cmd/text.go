package cmd

import (
	"fmt"
	"mime"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// textOutput shows the answer as text: as the model wrote it, byte for byte,
// where it goes to a file or a pipe, rendered on a terminal.
func (p *program) textOutput() (output, error) {
	if p.isTerminal(p.out) {
		return p.newTerminalOutput()
	}
	return &pipeOutput{p: p, out: newCoalescer(p.out)}, nil
}

// A pipeOutput holds nothing of the answer, whatever its length.
type pipeOutput struct {
	p     *program
	out   *coalescer
	begun bool
}

func (o *pipeOutput) keeps() bool { return false }

func (o *pipeOutput) event(e chat.Event) error {
	if t, ok := e.(chat.TextDelta); ok {
		if !o.begun {
			o.begun = true
			o.p.status.answering()
		}
		return o.out.write(t.Text)
	}
	return o.p.aside(e)
}

func (o *pipeOutput) done(_ result, a chat.Answer, _ error) error {
	if err := o.out.close(); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return o.p.leftovers(a)
}

// A terminalOutput shows each block as soon as it is whole, rendered and cleaned
// of all that could steer the terminal.
type terminalOutput struct {
	p      *program
	stream *markdown.Stream
}

func (p *program) newTerminalOutput() (*terminalOutput, error) {
	r, err := markdown.New(p.style())
	if err != nil {
		return nil, p.noTheme(err)
	}
	return &terminalOutput{p, r.Stream()}, nil
}

func (o *terminalOutput) keeps() bool { return false }

func (o *terminalOutput) event(e chat.Event) error {
	t, ok := e.(chat.TextDelta)
	if !ok {
		return o.p.aside(e)
	}
	return o.print(o.stream.Write(t.Text))
}

func (o *terminalOutput) print(lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	o.p.status.answering()
	// The style's colours become those that the terminal has. What it has is
	// read from the environment: asking it would take time and an answer.
	w := colorprofile.Writer{Forward: o.p.out, Profile: colorprofile.Env(os.Environ())}
	_, err := w.WriteString(strings.Join(lines, "\n") + "\n")
	return err
}

func (o *terminalOutput) done(_ result, a chat.Answer, _ error) error {
	if err := o.print(o.stream.Close()); err != nil {
		return err
	}
	return o.p.leftovers(a)
}

// style is how Markdown is to look on the terminal that we are on.
func (p *program) style() markdown.Options {
	o := markdown.Options{Style: p.theme(), Light: p.light(), Plain: !p.colour(), Linear: p.flags.plain}
	if w, _, err := term.GetSize(int(p.out.Fd())); err == nil && w > 0 {
		o.Width = w
	}
	return o
}

// lightBackground reads what many terminals say of their colours, "15;0" for
// instance: the last number is the background's.
func lightBackground(colours string) bool {
	background := colours[strings.LastIndex(colours, ";")+1:]
	return background == "7" || background == "15"
}

// aside shows on standard error what is no part of the answer.
func (p *program) aside(e chat.Event) error {
	switch e := e.(type) {
	case chat.ReasoningDelta:
		p.status.reason(e.Text)
	case chat.Notice:
		p.status.notice(e.Text)
	}
	return nil
}

// leftovers tells of what an answer holds beside its text, so that it doesn't
// get lost: images are kept in files, and a call of a tool is named.
func (p *program) leftovers(a chat.Answer) error {
	p.status.quiet()
	p.status.endReasoning()
	for _, c := range a.ToolCalls() {
		p.status.say(markdown.Clean(fmt.Sprintf("%s asks to call %s", a.Origin.Model, c.Name)) + arguments(c.Arguments))
	}
	for _, f := range images(a.Message) {
		name, err := saveImage(f)
		if err != nil {
			return fmt.Errorf("keeping the image: %w", err)
		}
		p.status.say("the image is in " + name)
	}
	return nil
}

// arguments is the start of a call's arguments, cleaned before it is cut.
func arguments(json string) string {
	return "(" + ansi.Truncate(markdown.Clean(json), 200, "…") + ")"
}

// saveImage puts the image into a new file of the working folder.
func saveImage(f chat.File) (string, error) {
	ext := ".bin"
	for kind, e := range map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif"} {
		if t, _, _ := mime.ParseMediaType(f.MIME); t == kind {
			ext = e
		}
	}
	for n := 1; ; n++ {
		name := fmt.Sprintf("neonchat-%d%s", n, ext)
		file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if os.IsExist(err) && n < 10_000 {
			continue
		}
		if err != nil {
			return "", err
		}
		if _, err := file.Write(f.Data); err != nil {
			file.Close()
			return "", err
		}
		return name, file.Close()
	}
}
