package client

import (
	"net/http"
	"strings"
)

// The words by which the layers and the vendors say that a model is not to be
// had, whatever the question was.
var (
	refusedModel = expression(`(?i)unknown model|no such model|model[_ ]not[_ ]found|^model: \S+$|resource_does_not_exist|endpoint_not_found` +
		"|(model|endpoint)s?[ /][\"'`]?[\\w./-]+[\"'`]? (does not exist|is not found|was not found|could not be found|is (not|no longer) (available|enabled)|is (temporarily )?disabled|is locked|is deprecated|has been (retired|deprecated|disabled))" +
		`|rate limit of 0|(model|endpoint) is (temporarily )?(disabled|locked)|have access to (the |this )?model|(allowed|entitled|permitted|authorized) to (use|access|invoke) (the |this )?model`)
	refusedAccess = expression(`(?i)rate limit of 0|locked|have access to|(allowed|entitled|permitted|authorized) to (use|access|invoke)|credit|disabled|not enabled`)
)

// RefusesModel reports whether it is the model that was refused: nobody knows it,
// it is not available here, it is switched off, or one has no access to it. To ask
// another may help then.
func (e *Error) RefusesModel() bool {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusTooManyRequests:
		return false
	}
	return refusedModel().MatchString(e.Message) || refusedModel().MatchString(e.Code)
}

// RefusesRoute reports whether the model is refused in one dialect, which says
// nothing of the others.
func (e *Error) RefusesRoute() bool {
	return strings.Contains(strings.ToLower(e.Message), "is not available on the")
}

// RefusesAccess reports whether the model is there, and one may not have it.
func (e *Error) RefusesAccess() bool {
	return e.RefusesModel() && refusedAccess().MatchString(e.Message)
}
