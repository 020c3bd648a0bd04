package cmd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"neonchat/chat"
	"neonchat/client"
)

// verdict says whether the answer can be trusted to be what was asked for. What
// is short of that is an error, so that a script can tell.
func (m *models) verdict(a chat.Answer, err error, o chat.Options, timeout time.Duration) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &answerError{fmt.Sprintf("the answer was not complete within %s", timeout), "give it more time with --timeout, or leave that out"}
	}
	model := a.Origin.Model
	var refused *client.Error
	if errors.As(err, &refused) && refused.ExceedsContext() {
		return &refusedError{err, m.roomHint(model)}
	}
	if err != nil {
		return err
	}
	switch a.Stop.Reason {
	case chat.StopLength:
		if a.Stop.ContextFull() {
			return &answerError{"the answer was cut: with what came before it fills all that " + model + " can hold", m.roomHint(model)}
		}
		if o.MaxTokens > 0 {
			return &answerError{fmt.Sprintf("the answer was cut at its limit of %s", numbered(o.MaxTokens, "token")), "raise --max-tokens; reasoning counts too"}
		}
		return &answerError{"the answer was cut: it reached the length that " + model + " writes", "set --max-tokens, or ask for less"}
	case chat.StopRefusal:
		return &answerError{model + " refused to answer" + because(a.Stop.Detail), "ask in other words, or another model"}
	case chat.StopContentFilter:
		return &answerError{"the answer was blocked by a content filter" + because(a.Stop.Detail), "ask in other words, or another model"}
	case chat.StopOther, chat.StopPause:
		return &answerError{fmt.Sprintf("the answer is not complete: %s stopped for %q%s", model, a.Stop.Raw, because(a.Stop.Detail)), "try again, or another model"}
	}
	if a.Empty {
		return &answerError{model + " answered with nothing", "ask again, or another model"}
	}
	return nil
}

// roomHint is what to do when a conversation is longer than the model can hold.
func (m *models) roomHint(model string) string {
	here, _ := here(m.p)
	if more := m.knownOn(here.ID).Roomier(model, 3); len(more) > 0 {
		return "send less, begin a new session, or ask a model that holds more: " + oneOf(more)
	}
	return "send less, or begin a new session"
}

func because(detail string) string {
	if detail == "" {
		return ""
	}
	return ": " + detail
}
