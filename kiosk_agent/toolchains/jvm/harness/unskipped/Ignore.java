package org.junit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** As JUnit's own, but gone when the program runs: a track leaves tests out one by one, a kiosk runs them all. */
@Retention(RetentionPolicy.SOURCE)
public @interface Ignore {
    String value() default "";
}
