//! An article with pictures.

use tests::helpdesk::Options;

use super::{Ended, Scene};

/// The folder that every local help desk has.
const FOLDER: &str = "43000000001";

const TEXT: &str = "<h1>Doors</h1><p><img class=\"wide\" src=\"pictures/door.png\"> and <img src='pictures/door.png'/>\
    <img src=\"key.png\"> <img src=\"https://example.com/logo.png\"></p>";

fn scene(name: &str) -> Scene {
    let scene = Scene::new(
        &format!("article-{name}"),
        Options {
            tickets: 0,
            ..Options::default()
        },
    );
    scene.write("text/doors.html", TEXT);
    scene.write("text/pictures/door.png", "a door");
    scene.write("text/key.png", "a key");
    scene
}

fn publish(scene: &Scene, more: &[&str]) -> Ended {
    let arguments = ["text/doors.html", "--title", "Doors", "--tag", "doors"];
    scene.run("publish_article", &[&arguments, more].concat())
}

#[test]
fn an_article_shows_its_pictures_before_it_is_published() {
    let scene = scene("published");
    publish(&scene, &["--folder", FOLDER]).assert(0, "with pictures/door.png");
    let article = &scene.desk.all("articles")[0];
    let text = article["description"].as_str().unwrap();
    assert_eq!(article["status"], 2);
    assert_eq!(article["tags"][0], "doors");
    assert!(
        text.contains("https://example.com/logo.png") && !text.contains("pictures/"),
        "{text}"
    );
    for file in article["attachments"].as_array().unwrap() {
        assert!(
            text.contains(file["attachment_url"].as_str().unwrap()),
            "{text}"
        );
    }
    let asked = scene.desk.asked();
    let lines: Vec<&str> = asked
        .iter()
        .filter_map(|asked| asked.line.split(' ').next())
        .collect();
    assert_eq!(lines, ["POST", "PUT"]);
}

#[test]
fn a_draft_stays_one_and_mistakes_are_said() {
    let scene = scene("draft");
    publish(&scene, &["--folder", FOLDER, "--draft"]).assert(0, "article ");
    assert_eq!(scene.desk.all("articles")[0]["status"], 1);
    publish(&scene, &["--folder", "7"]).assert(1, "404 Not Found");
    publish(&scene, &[]).assert(2, "--folder");
    scene.write("text/doors.html", "<img src=\"missing.png\">");
    publish(&scene, &["--folder", FOLDER]).assert(1, "missing.png: ");
    assert_eq!(scene.desk.all("articles").len(), 1);
}

#[test]
fn an_article_whose_pictures_fail_stays_a_draft() {
    let faults = (2..=9).map(|call| format!("403@{call}").parse().unwrap());
    let options = Options {
        tickets: 0,
        faults: faults.collect(),
        ..Options::default()
    };
    let scene = Scene::new("article-failed", options);
    scene.write("text/doors.html", "<img src=\"key.png\">");
    scene.write("text/key.png", "a key");
    publish(&scene, &["--folder", FOLDER]).assert(1, "article 43000000001 is still a draft: ");
    assert_eq!(scene.desk.all("articles")[0]["status"], 1);
}
