package io.highwater.common.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Java values as Delta's Scala interfaces want them. Here: Scala 2.13. */
final class ScalaValues {
    private ScalaValues() {}

    static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    static <T> List<T> list(scala.collection.Seq<? extends T> seq) {
        return List.copyOf(CollectionConverters.asJava(seq));
    }

    static scala.collection.immutable.Map<String, String> map(Map<String, String> map) {
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
    }

    static <T> Optional<T> optional(Option<T> option) {
        return OptionConverters.toJava(option);
    }
}
