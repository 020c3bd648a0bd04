package compare

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"neonchat/chat"
	"neonchat/cmd/answer"
	"neonchat/cmd/program"
	"neonchat/cmd/table"
)

// A document is the text of a comparison: a section for each answer in the
// order asked, then the figures. The first answer that is not whole yet streams;
// what comes of those behind it waits for their turn, so that nothing is mixed.
type document struct {
	p          *program.Program
	page       documentPage
	candidates []candidate
	waiting    [][]chat.Event
	ended      []*outcome
	current    int  // the section under way
	begun      bool // its heading stands there
}

// A documentPage is where a document is written, in Markdown.
type documentPage interface {
	write(text string) error
	// end closes what the text of an answer left open, so that what follows
	// begins anew; lacks is what is wrong with it, if anything.
	end(text string, lacks error) error
	// figures is the end of the page.
	figures(outcomes []outcome) error
}

func newDocument(p *program.Program, cs []candidate) (*document, error) {
	d := &document{p: p, candidates: cs, waiting: make([][]chat.Event, len(cs)), ended: make([]*outcome, len(cs))}
	if !p.IsTerminal(p.Out) {
		d.page = &pipePage{out: answer.NewWriter(p.Out)}
		return d, nil
	}
	out, err := answer.NewTerminalOutput(p)
	if err != nil {
		return nil, err
	}
	d.page = &terminalPage{p, out}
	return d, nil
}

func (d *document) event(i int, e chat.Event) error {
	if n, ok := e.(chat.Notice); ok {
		d.p.Status.Notice(d.candidates[i].label + ": " + n.Text)
		return nil
	}
	if i == d.current {
		return d.show(e)
	}
	d.waiting[i] = append(d.waiting[i], e)
	return nil
}

// show writes what belongs to the section under way.
func (d *document) show(e chat.Event) error {
	text := ""
	switch e := e.(type) {
	case chat.StepDone:
		if answer.GoesOn(e.Message) && d.begun {
			text = "\n\n"
		}
	case chat.TextDelta:
		text = e.Text
		d.p.Status.Quiet()
		d.p.Status.EndReasoning()
	}
	if err := d.say(text); err != nil {
		return err
	}
	return answer.Aside(d.p.Status, e)
}

// say writes more of the section, its heading first.
func (d *document) say(text string) error {
	if !d.begun {
		d.begun = true
		text = "# " + d.candidates[d.current].label + "\n\n" + text
	}
	return d.page.write(text)
}

func (d *document) answered(i int, o outcome) error {
	d.ended[i] = &o
	for d.current < len(d.ended) && d.ended[d.current] != nil {
		if err := d.turn(*d.ended[d.current]); err != nil {
			return err
		}
	}
	return nil
}

// turn ends the section under way and begins the next with what has come of it.
func (d *document) turn(o outcome) error {
	if err := d.foot(o); err != nil {
		return err
	}
	if err := answer.Leftovers(d.p.Status, o.answer); err != nil {
		return err
	}
	tell(d.p, o)
	d.current++
	d.begun = false
	if d.current == len(d.ended) {
		return nil
	}
	d.p.Status.Spin(d.candidates[d.current].label)
	for _, e := range d.waiting[d.current] {
		if err := d.show(e); err != nil {
			return err
		}
	}
	d.waiting[d.current] = nil
	return nil
}

// foot ends the section below the answer.
func (d *document) foot(o outcome) error {
	if err := d.say(""); err != nil {
		return err
	}
	return d.page.end(o.answer.Text(), o.err)
}

// lack is on one line what an answer lacks.
func lack(err error) string {
	if errors.Is(err, context.Canceled) {
		return "stopped"
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}

// tell says what went wrong with an answer, as it would be told of one alone.
func tell(p *program.Program, o outcome) {
	if o.err == nil || errors.Is(o.err, context.Canceled) {
		return // that the program was stopped is told once
	}
	p.Report(&labelled{o.label, o.err})
}

// A labelled error says whose it is.
type labelled struct {
	label string
	err   error
}

func (e *labelled) Error() string { return e.label + ": " + e.err.Error() }
func (e *labelled) Unwrap() error { return e.err }

func (d *document) done(c *comparison) error {
	text := "# Figures\n\n"
	if j := c.judgement; j != nil {
		text = j.markdown(c.outcomes) + "\n" + text
	}
	if err := d.page.write(text); err != nil {
		return err
	}
	return d.page.figures(c.outcomes)
}

// A pipePage takes the Markdown as it is.
type pipePage struct{ out *answer.Writer }

func (p *pipePage) write(text string) error { return p.out.WriteString(text) }

func (p *pipePage) end(text string, lacks error) error {
	end := "\n"
	switch fence := openFence(text); {
	case fence != "":
		end = "\n" + fence + "\n\n"
	case text == "", strings.HasSuffix(text, "\n\n"):
		end = ""
	case !strings.HasSuffix(text, "\n"):
		end = "\n\n"
	}
	if lacks != nil {
		end += "> neonchat: " + lack(lacks) + "\n\n"
	}
	return p.out.WriteString(end)
}

func (p *pipePage) figures(outcomes []outcome) error {
	p.out.WriteString(table.Markdown(figures(outcomes), outcomes))
	if err := p.out.Close(); err != nil {
		return fmt.Errorf("writing the answers: %w", err)
	}
	return nil
}

// openFence is what closes the fenced code that a text ends in, "" where it
// doesn't.
func openFence(text string) string {
	open := ""
	for line := range strings.Lines(text) {
		run, rest := fenceOf(line)
		switch {
		case run == "":
		case open == "" && (run[0] == '~' || !strings.Contains(rest, "`")):
			open = run
		case open != "" && strings.HasPrefix(run, open) && strings.TrimSpace(rest) == "":
			open = ""
		}
	}
	return open
}

// fenceOf is the fence that a line begins with, and what follows it.
func fenceOf(line string) (run, rest string) {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || text == "" {
		return "", ""
	}
	rest = strings.TrimLeft(text, text[:1])
	run = text[:len(text)-len(rest)]
	if len(run) < 3 || run[0] != '`' && run[0] != '~' {
		return "", ""
	}
	return run, rest
}

// A terminalPage renders each block as soon as it is whole. What is wrong with
// an answer is told there anyway.
type terminalPage struct {
	p   *program.Program
	out *answer.TerminalOutput
}

func (t *terminalPage) write(text string) error { return t.out.Write(text) }

func (t *terminalPage) end(string, error) (err error) {
	_, lines := t.out.Stream.Close()
	if err = t.out.Print(append(lines, "")); err != nil {
		return err
	}
	t.out, err = answer.NewTerminalOutput(t.p)
	return err
}

func (t *terminalPage) figures(outcomes []outcome) error {
	if t.p.Flags.Plain { // to be heard cell by cell
		if err := t.write(table.Markdown(figures(outcomes), outcomes)); err != nil {
			return err
		}
		return t.end("", nil)
	}
	if err := t.end("", nil); err != nil {
		return err
	}
	_, err := t.p.Out.WriteString(table.Text(figures(outcomes), outcomes, t.p.Width()))
	return err
}
