package client

import (
	"net/http"
	"strings"
)

// The words by which the layers and the vendors say that a model is not to be
// had, whatever the question was. A sentence about the model begins with it: "tools
// for model x are not available" is about the question.
var (
	refusedModel = expression(`(?i)unknown model|no such model|unsupported model|model[_ ]not[_ ]found|model identifier is invalid|^model: \S+$|resource_does_not_exist|endpoint_not_found` +
		"|(?:^|[.,:;]\\s+)(?:(?:the|this|requested|publisher) )*(?:model|endpoint)s?(?:[ /][\"'`]?[\\w./:@-]+[\"'`]?)? (?:" +
		`(?:does not|doesn't) exist|(?:is |was |could )?not (?:be )?found` +
		`|(?:(?:is |was )?(?:not|no longer)|isn't) (?:yet |currently )?(?:available|enabled|served|deployed|accessible|supported\W*$)` +
		`|(?:is|was|has been) (?:currently |temporarily )?(?:unavailable|disabled|locked|switched off|turned off|restricted|deprecated|retired|removed|discontinued)` +
		`|requires (?:prepaid )?(?:credits|access|a paid plan))` +
		`|rate limit of 0|access denied to (?:the |this )?model|model access (?:is )?(?:denied|not granted)|access to (?:the |this )?model \S+ (?:is denied|requires)` +
		`|have access to (?:the |this )?model|(?:allowed|entitled|permitted|authorized|verified) to (?:use|access|invoke) (?:the |this )?model`)
	refusedAccess = expression(`(?i)rate limit of 0|locked|access|(?:allowed|entitled|permitted|authorized|verified) to (?:use|invoke)|credit|plan\b|disabled|not enabled|(?:switched|turned) off|restricted`)
)

// RefusesModel reports whether it is the model that was refused: nobody knows it,
// it is not available here, it is switched off, or one has no access to it. To ask
// another may help then.
func (e *Error) RefusesModel() bool {
	if e.Status == http.StatusUnauthorized || e.Status == http.StatusTooManyRequests || e.Status >= 500 {
		return false
	}
	return refusedModel().MatchString(e.Message) || refusedModel().MatchString(e.Code)
}

// RefusesRoute reports whether the model is refused in one dialect, which says
// nothing of the others.
func (e *Error) RefusesRoute() bool {
	return strings.Contains(strings.ToLower(e.Message), "is not available on the")
}

// longPrompt is how the layers and the vendors say that a question holds more than
// the model can.
var longPrompt = expression(`(?i)prompt is too long|input is too long|context[_ ]length[_ ]exceeded|maximum context length|(?:exceeds?|exceeded|beyond|larger than) (?:the |this )?(?:model.{0,20} )?(?:context (?:window|length)|maximum number of (?:input )?tokens)|input token count`)

// ExceedsContext reports whether the question holds more than the model can.
func (e *Error) ExceedsContext() bool {
	asked := e.Status == 0 || e.Status == http.StatusBadRequest || e.Status == http.StatusRequestEntityTooLarge
	return asked && (longPrompt().MatchString(e.Message) || longPrompt().MatchString(e.Code))
}

// RefusesAccess reports whether the model is there, and one may not have it.
func (e *Error) RefusesAccess() bool {
	return e.RefusesModel() && refusedAccess().MatchString(e.Message)
}
