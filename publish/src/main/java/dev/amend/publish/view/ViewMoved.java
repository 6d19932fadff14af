package dev.amend.publish.view;

import org.apache.iceberg.exceptions.CleanableFailure;

/** The view is not at the version that a change was made for: nothing was sent, and the next try decides again. */
final class ViewMoved extends RuntimeException implements CleanableFailure {
    private static final long serialVersionUID = 1;

    ViewMoved(String message) {
        super(message);
    }
}
