package cmd

import (
	"fmt"
	"mime"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// An output shows an answer while it comes and when it is done.
type output interface {
	event(chat.Event) error
	// done ends the answer; err is what went wrong with it, or nil.
	done(r result, a chat.Answer, err error) error
	// keeps reports whether the answer's text is needed at the end.
	keeps() bool
}

// eventTo gives the output what comes, and the status how the question gets on.
func eventTo(s *status, m chat.Model, out output) func(chat.Event) error {
	return func(e chat.Event) error {
		if u, ok := e.(chat.Upload); ok {
			s.sends(m.ID, u)
			return nil
		}
		return out.event(e)
	}
}

// newOutput is the output of a format.
func newOutput(p *program, format string) (output, error) {
	switch format {
	case "json":
		return &jsonOutput{p: p}, nil
	case "jsonl":
		return &jsonlOutput{p: p}, nil
	}
	return textOutput(p)
}

// textOutput shows the answer as text: as the model wrote it, byte for byte,
// where it goes to a file or a pipe, rendered on a terminal.
func textOutput(p *program) (output, error) {
	if p.isTerminal(p.out) {
		return newTerminalOutput(p)
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
	return aside(o.p.status, e)
}

func (o *pipeOutput) done(_ result, a chat.Answer, _ error) error {
	if err := o.out.close(); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return leftovers(o.p.status, a)
}

// A terminalOutput shows each block as soon as it is whole, rendered and cleaned
// of all that could steer the terminal.
type terminalOutput struct {
	p      *program
	stream *markdown.Stream
}

func newTerminalOutput(p *program) (*terminalOutput, error) {
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
		return aside(o.p.status, e)
	}
	return o.write(t.Text)
}

func (o *terminalOutput) write(text string) error {
	_, lines := o.stream.Write(text) // what is printed stays: all of it is kept
	return o.print(lines)
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
	_, lines := o.stream.Close()
	if err := o.print(lines); err != nil {
		return err
	}
	return leftovers(o.p.status, a)
}

// aside shows on standard error what is no part of the answer.
func aside(s *status, e chat.Event) error {
	switch e := e.(type) {
	case chat.ReasoningDelta:
		s.reason(e.Text)
	case chat.Notice:
		s.notice(e.Text)
	}
	return nil
}

// leftovers tells of what an answer holds beside its text, so that it doesn't
// get lost: images are kept in files, and a call of a tool is named.
func leftovers(s *status, a chat.Answer) error {
	s.quiet()
	s.endReasoning()
	for _, c := range a.ToolCalls() {
		s.say(markdown.Clean(fmt.Sprintf("%s asks to call %s", a.Origin.Model, c.Name)) + arguments(c.Arguments))
	}
	for _, f := range images(a.Message) {
		name, err := saveImage(f)
		if err != nil {
			return fmt.Errorf("keeping the image: %w", err)
		}
		s.say("the image is in " + name)
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
