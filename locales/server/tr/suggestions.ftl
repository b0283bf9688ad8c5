suggested = Bir davet üzerinden önerildi
suggested-by = Bir davet üzerinden önerildi, öneren: { $name }
